import { expect, test } from 'vitest';
import { judgeK6, type K6Definition, startOf } from '../../../core/load/k6.ts';

const load = { engine: 'k6', seconds: 300, cluster: 'tools', taskDefinition: 'k6' } as const;
const definition: K6Definition = { networkMode: 'bridge', containers: [{ name: 'k6', isEssential: true }] };
const url = 'http://staging';
const task = (ExitCode?: number, Reason?: string) => ({
  StoppedReason: 'Essential container in task exited',
  Containers: [
    { Name: 'sidecar', ExitCode: 0 },
    { Name: 'k6', ...(ExitCode !== undefined && { ExitCode }), ...(Reason !== undefined && { Reason }) },
  ],
});
const failed = (document: unknown) => ({ error: 'States.TaskFailed', cause: JSON.stringify(document) });

test.each<[string, Parameters<typeof judgeK6>[0], string, RegExp]>([
  ['ended with 0', { task: task(0) }, 'pass', /no threshold was missed/],
  ['missed thresholds', failed(task(99)), 'fail', /missed its thresholds/],
  [
    'a script that does not parse',
    failed(task(107)),
    'error',
    /ended with 107, which says nothing of staging/,
  ],
  ['killed', failed(task(137, 'OutOfMemoryError: container killed')), 'error', /137.*OutOfMemoryError/],
  [
    'an image that cannot be pulled',
    failed({ ...task(undefined, 'CannotPullContainerError: denied'), StoppedReason: 'Task failed to start' }),
    'error',
    /never ended by itself.*CannotPullContainerError: denied; Task failed to start/,
  ],
  [
    'another container failed',
    failed({ Containers: [{ Name: 'sidecar', ExitCode: 99 }] }),
    'error',
    /never ended/,
  ],
  ['too long', { error: 'States.Timeout', cause: '' }, 'error', /not through ten minutes after its time/],
  [
    'no capacity',
    { error: 'ECS.AmazonECSException', cause: '[{"Reason":"RESOURCE:CPU"}]' },
    'error',
    /RESOURCE:CPU/,
  ],
  [
    'denied',
    { error: 'ECS.AccessDeniedException', cause: 'not authorized' },
    'error',
    /AccessDenied.*not authorized/,
  ],
  ['nothing described', { task: undefined }, 'error', /described no task/],
])('%s', (_title, end, outcome, says) => {
  expect(judgeK6(end, 'k6', load)).toEqual({ outcome, reason: expect.stringMatching(says) });
});

test('it is told where and for how long, under the cutover’s name', () => {
  expect(startOf(load, definition, url, 'c-1')).toEqual({
    container: 'k6',
    task: {
      Cluster: 'tools',
      TaskDefinition: 'k6',
      Count: 1,
      StartedBy: 'cutover c-1',
      Overrides: {
        ContainerOverrides: [
          {
            Name: 'k6',
            Environment: [
              { Name: 'TARGET_URL', Value: url },
              { Name: 'DURATION', Value: '5m' },
            ],
          },
        ],
      },
    },
  });
});

test('on Fargate it is attached where the plan says', () => {
  const fargate = { ...definition, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] };
  const attached = { ...load, subnets: ['subnet-0a1b2c3d'], securityGroups: ['sg-0a1b2c3d'] };
  expect(startOf(attached, fargate, url, 'c-1')).toMatchObject({
    task: {
      LaunchType: 'FARGATE',
      NetworkConfiguration: {
        AwsvpcConfiguration: { Subnets: ['subnet-0a1b2c3d'], SecurityGroups: ['sg-0a1b2c3d'] },
      },
    },
  });
  expect(startOf(load, fargate, url, 'c-1')).toMatchObject({
    verdict: { outcome: 'error', reason: expect.stringContaining('needs subnets') },
  });
});

test('which container it is must be clear', () => {
  const two = { containers: [...definition.containers, { name: 'proxy', isEssential: true }] };
  expect(startOf(load, two, url, 'c-1')).toMatchObject({ verdict: { outcome: 'error' } });
  expect(startOf({ ...load, container: 'k6' }, two, url, 'c-1')).toMatchObject({ container: 'k6' });
  const helped = { containers: [...definition.containers, { name: 'helper', isEssential: false }] };
  expect(startOf(load, helped, url, 'c-1')).toMatchObject({ container: 'k6' });
});
