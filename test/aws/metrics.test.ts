/** A series that was not read is no series of zeros. */
import type { MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { readPoints } from '../../aws/metrics.ts';
import type { World } from '../../aws/world.ts';

const at = Date.parse('2026-12-01T22:00:00Z');
const snapshot = {
  loadBalancer: 'app/web/1',
  canary: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/b/2' },
};

interface Page {
  readonly results: MetricDataResult[];
  readonly next?: string;
}

/** CloudWatch answering these pages, whatever it is asked. */
function read(pages: readonly Page[]) {
  const left = [...pages];
  const send = () => {
    const { results, next } = left.shift() ?? { results: [] };
    return Promise.resolve({ MetricDataResults: results, NextToken: next });
  };
  const world = { clients: { cloudwatch: { send } } } as unknown as World<'cloudwatch'>;
  return readPoints(world, { snapshot }, ['canaryRequests', 'canaryErrors'], at, at + 60_000);
}

const requests = {
  Id: 'canaryRequests',
  StatusCode: 'Complete',
  Timestamps: [new Date(at)],
  Values: [100],
} as const;
const series = (StatusCode: MetricDataResult['StatusCode']) =>
  [
    { ...requests, Timestamps: [new Date(at)], Values: [100] },
    { Id: 'canaryErrors', StatusCode },
  ] as MetricDataResult[];

test.each(['InternalError', 'Forbidden', 'PartialData'] as const)(
  '%s of one series is no answer',
  async (status) => {
    await expect(read([{ results: series(status) }])).rejects.toThrow(
      `CloudWatch did not read canaryErrors: ${status}`,
    );
  },
);

test('an empty series that was read is one', async () => {
  const points = await read([{ results: series('Complete') }]);
  expect(points.get('canaryErrors')).toEqual(new Map());
  expect(points.get('canaryRequests')).toEqual(new Map([[at, 100]]));
});

test('what is partial is completed by the next page', async () => {
  const points = await read([
    { results: series('PartialData'), next: 'more' },
    { results: series('Complete') },
  ]);
  expect(points.get('canaryRequests')).toEqual(new Map([[at, 100]]));
});
