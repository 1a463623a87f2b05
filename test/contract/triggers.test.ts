/** A trigger is one rule: its alarm, on the lab's CloudWatch, and the guard's own reading give the same answer. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { putAlarms } from '../../aws/alarms.ts';
import { type Measured, readPoints } from '../../aws/metrics.ts';
import type { World } from '../../aws/world.ts';
import { alarmOf } from '../../core/triggers/alarm.ts';
import { judgeTriggers } from '../../core/triggers/judge.ts';
import { type MetricId, metrics } from '../../core/triggers/metrics.ts';
import { metricsOf, triggersOf } from '../../core/triggers/triggers.ts';
import { VirtualClock } from '../../lab/clock.ts';
import { Alarms } from '../../lab/cloud/cloudwatch/alarms/alarms.ts';
import { Metrics } from '../../lab/cloud/cloudwatch/metrics.ts';
import { type MetricName, single } from '../../lab/cloud/cloudwatch/series.ts';
import { cloudwatch } from '../../lab/cloud/cloudwatch/service.ts';
import { Random } from '../../lab/random.ts';
import { minute, start } from '../core/evidence/some-minutes.ts';
import { aPlan, planOf } from '../core/plan/a-plan.ts';

const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
const group = (role: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${role}/0123456789abcdef`;
const service = (role: string) => ({
  name: role,
  targetGroupArn: group(role),
  taskDefinition: '',
  desiredCount: 4,
});
const measured: Measured = {
  snapshot: { loadBalancer: 'app/x/0', stable: service('stable'), canary: service('canary') },
  queueUrl: queue,
};
const plan = planOf(
  aPlan({
    triggers: { latencyP95: { for: '3m' }, queueDepth: { queue, risingFor: '3m' }, unhealthy: { for: '2m' } },
  }),
);
const triggers = triggersOf(plan, 0.5);
const ids = metricsOf(plan);

type Graphs = Partial<Record<MetricId, readonly (number | undefined)[]>>;

/** Values around each limit, with zeros and gaps; correlated minutes, or nothing would ever last. */
const ranges: Readonly<Record<string, readonly (number | undefined)[]>> = {
  Requests: [undefined, 0, 19, 20, 100, 100, 100],
  Errors: [undefined, undefined, 1, 6, 60],
  Refused: [undefined, undefined, 2, 6],
  P95: [undefined, 0.2, 2, 2.5, 2.5],
  Healthy: [undefined, 0, 1, 2],
  Unhealthy: [undefined, 0, 1, 2, 2],
};
const valuesOf = (id: MetricId) =>
  id === 'queueDepth'
    ? [undefined, 0, 1, 2, 3, 5, 8, 13]
    : (ranges[id.replace(/^(canary|stable)/, '')] ?? [undefined, 0, 3, 30]);
const drawn = 14;
const graph = (id: MetricId) =>
  fc
    .array(fc.tuple(fc.constantFrom(...valuesOf(id)), fc.integer({ min: 1, max: 5 })), {
      minLength: drawn,
      maxLength: drawn,
    })
    .map((runs) => runs.flatMap(([value, length]) => Array.from({ length }, () => value)).slice(0, drawn))
    .map((values) => (id === 'queueDepth' ? values.map((value, at) => value && value + at) : values));
const graphs: fc.Arbitrary<Graphs> = fc.record({
  ...Object.fromEntries(ids.map((id) => [id, graph(id)])),
  // A balancer that checks its targets publishes each minute: where that stops, metrics are late.
  stableHealthy: graph('stableHealthy').map((values) => values.map((value) => value ?? 4)),
});

function idOf({ name, dimensions }: MetricName): MetricId | undefined {
  const role = /^targetgroup\/(\w+)\//.exec(dimensions['TargetGroup'] ?? '')?.[1];
  return ids.find((id) => metrics[id].name === name && (role === undefined || metrics[id].of === role));
}

function account(series: Graphs, lagMilliseconds: number) {
  const clock = new VirtualClock(start);
  const source = (metric: MetricName) => (at: number) => {
    const value = series[idOf(metric) ?? 'queueDepth']?.[(at - start) / minute];
    return value === undefined ? undefined : single(value);
  };
  const alarms = new Alarms(clock, new Random(7), new Metrics(clock, [source], lagMilliseconds));
  const actions = cloudwatch(alarms).actions as unknown as Record<string, (input: unknown) => unknown>;
  const send = (command: { readonly input: object }) =>
    Promise.resolve(actions[command.constructor.name.replace(/Command$/, '')]?.(command.input));
  const idle = { now: () => clock.now(), sleep: () => Promise.resolve() };
  const world = { clients: { cloudwatch: { send } }, clock: idle } as unknown as World<'cloudwatch'>;
  const pass = async (milliseconds: number) => {
    const end = { isReached: false };
    clock.after(milliseconds, () => {
      end.isReached = true;
    });
    while (!end.isReached) await clock.step();
  };
  return { clock, alarms, world, pass };
}

const cutover = { id: 'c1', live: true };

/** At the end of each minute: which alarms are in ALARM, and which triggers the guard finds ringing. */
async function answers(series: Graphs, lagMilliseconds: number) {
  const { clock, alarms, world, pass } = account(series, lagMilliseconds);
  const ours = triggers.map((trigger) => alarmOf(trigger, cutover.id));
  await putAlarms(world, cutover, measured, ours);
  await pass(minute - 1);
  const found: { readonly alarms: string[]; readonly guard: string[] }[] = [];
  for (let minutes = 1; minutes < drawn + 6; minutes++) {
    await pass(minute);
    const now = clock.now();
    const points = await readPoints(world, measured, ids, now - 30 * minute, now);
    const ringing = judgeTriggers(triggers, points, now).filter(({ verdict }) => verdict.outcome === 'fail');
    found.push({
      alarms: ours.filter(({ name }) => alarms.find(name)?.state.value === 'ALARM').map(nameOf),
      guard: ringing.map(({ id, scope }) => `${id} ${scope}`),
    });
  }
  return found;
}

const nameOf = ({ triggerId, scope }: { readonly triggerId: string; readonly scope: string }) =>
  `${triggerId} ${scope}`;

test('while metrics are in time, the guard and the alarms never differ', async () => {
  const rang = new Set<string>();
  await fc.assert(
    fc.asyncProperty(graphs, async (series) => {
      const all = (await answers(series, minute)).slice(0, drawn);
      for (const [index, { alarms, guard }] of all.entries()) {
        // A queue's lone series that stops is late as well: then the guard hears more, as below.
        const isQueueInTime = series.queueDepth?.[index - 1] !== undefined;
        const heard = guard.filter((name) => isQueueInTime || name !== 'queueDepth all');
        expect(heard).toEqual(alarms.filter((name) => isQueueInTime || name !== 'queueDepth all'));
        for (const name of heard) rang.add(name);
      }
    }),
    { numRuns: 60 },
  );
  // A property of silence would hold as well.
  expect([...rang].toSorted()).toEqual(triggers.map(({ id, scope }) => `${id} ${scope}`).toSorted());
}, 60_000);

test('where they are late, the guard hears whatever an alarm hears', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), async (series, lagMinutes) => {
      for (const { alarms, guard } of await answers(series, lagMinutes * minute))
        expect(guard).toEqual(expect.arrayContaining(alarms));
    }),
    { numRuns: 30 },
  );
}, 60_000);
