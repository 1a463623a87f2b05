/** Many cutovers in one account, held to what each of them promises alone. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readPlan } from '../../../cli/read-plan.ts';
import { type FleetOptions, type FleetResult, runFleet } from '../../../lab/fleet/fleet.ts';
import type { Production } from '../../../lab/production.ts';
import { fleetPlan } from '../../../lab/fleet/plan.ts';

const read = await readPlan(fileURLToPath(new URL('../../../events/plan.yml', import.meta.url)));
if ('problems' in read) throw new Error('the sample plan has problems');

/** The runbook with a shorter evening behind it. */
const plan = { ...fleetPlan(read.document), watch: '5m', verify: { for: '5m' } };

const fleet = (options: Pick<FleetOptions, 'cutovers' | 'ill'> & Partial<FleetOptions>) =>
  runFleet({ seed: 1, plan, production: { requestsPerSecond: 100 }, ...options });

/** How much longer than one alone the slowest of many may take. */
const worseSecondsMax = 60;

const alone = await fleet({ cutovers: 1, ill: 1 });
const aloneSeconds = slowest(alone);

test('in an account of their own, few cutovers come to their ends as one does', async () => {
  const few = await fleet({ cutovers: 6, ill: 2, startWithinSeconds: 120 });
  hold(few);
  expect(slowest(few)).toBeLessThanOrEqual(aloneSeconds + worseSecondsMax);
  expect(few.quotas.map(({ throttled }) => throttled)).toEqual(few.quotas.map(() => 0));
});

/** As many as one in twenty of three hundred. */
const tight = { cutovers: 16, quotaScale: 0.05, quotaScaled: ['cloudwatch', 'elbv2'] } as const;

test('where CloudWatch and ELB give each as little as three hundred would get, many come to their ends as one does', async () => {
  const many = await fleet({ ...tight, ill: 3, startWithinSeconds: 960 });
  hold(many);
  expect(slowest(many)).toBeLessThanOrEqual(aloneSeconds + worseSecondsMax);
  const alarms = many.quotas.find(({ calls }) => calls.includes('DescribeAlarms'));
  expect(alarms?.throttled).toBeLessThan((alarms?.asked ?? 0) / 20);
  const reads = many.quotas.find(({ calls }) => calls.startsWith('elbv2:^Describe'));
  expect(reads?.throttled).toBeLessThan((reads?.asked ?? 0) / 10);
}, 120_000);

test('what befalls one production leaves the others alone', async () => {
  const few = await fleet({ cutovers: 3, ill: 1, startWithinSeconds: 60, illness: stableFails });
  hold(few);
  expect(few.cutovers.map(({ failedRequests }) => failedRequests > 1000)).toEqual([false, false, true]);
});

function stableFails({ setVersion }: Production): void {
  setVersion('stable', { errorRate: 1 });
}

function slowest({ cutovers }: FleetResult): number {
  return Math.max(...cutovers.map(({ isIll, backSeconds }) => (isIll ? (backSeconds ?? Infinity) : 0)));
}

/** Every healthy one is promoted, every ill one is back, nobody needs a person and no invariant broke. */
function hold({ cutovers }: FleetResult): void {
  const told = cutovers.map(({ id, outcome, reason, broken }) => ({ id, outcome, reason, broken }));
  expect(told).toEqual(
    cutovers.map(({ id, isIll, reason }) => ({
      id,
      outcome: isIll ? 'rolledBack' : 'promoted',
      reason,
      broken: [],
    })),
  );
}
