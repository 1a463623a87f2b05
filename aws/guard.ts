import type { LookFacts, LookRules, Reading } from '../core/decide/look.ts';
import type { Snapshot } from '../core/record.ts';
import { judgeAlarms } from '../core/triggers/team-alarms.ts';
import { metricsOf, windowSeconds } from '../core/triggers/triggers.ts';
import { type Attempt, attempt } from './attempt.ts';
import { readSharedDrift } from './drift.ts';
import type { LockRow } from './ledger/lock.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { readPoints } from './metrics.ts';
import { readShared } from './shared.ts';
import { sharedAlarms } from './team-alarms.ts';
import type { World } from './world.ts';

type Guarded = CutoverRecord & { readonly snapshot: Snapshot };

/** Long enough for the age that counts as blind, and around a trigger's own window for metrics that are late. */
const lookBackSecondsMin = 12 * 60;
const aroundWindowSeconds = 6 * 60;

export function lookBackSeconds({ triggers }: Pick<LookRules, 'triggers'>): number {
  return Math.max(lookBackSecondsMin, windowSeconds(triggers) + aroundWindowSeconds);
}

/** Everything that one look of the guard needs to know, and what people should hear of it. */
export async function lookAround(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: Guarded,
  row: LockRow,
  rules: LookRules,
): Promise<{ readonly facts: LookFacts; readonly news: readonly string[] }> {
  const { firstShareAt } = record;
  const now = world.clock.now();
  // Apart from each other: a source that fails, or hangs, must not take the other one's sight.
  const [metrics, team, live] = await Promise.all([
    attempt(() => readWindow(world, record, rules, now)),
    attempt(() => readShared(world, sharedAlarms, record.plan.triggers.alarms)),
    attempt(() => readSharedDrift(world, record.snapshot, row)),
  ]);
  const points = since(metrics, record.metricsFailingSince, now);
  const alarms = since(team, record.alarmsFailingSince, now);
  const drift = 'seen' in live ? live.seen : undefined;
  const driftSince = drift === undefined ? undefined : record.driftSince || now;
  const read = 'seen' in live ? { seen: { driftSince } } : live;
  const facts = {
    now,
    firstShareAt,
    fence: row,
    points,
    alarms,
    rules: since(read, record.rulesFailingSince, now),
  };
  return { facts, news: await noteChanges(world, cutover, record, facts, drift) };
}

async function readWindow(world: World<'cloudwatch'>, record: Guarded, rules: LookRules, now: number) {
  const { snapshot, plan } = record;
  const of = { snapshot, queueUrl: plan.triggers.queueDepth?.queueUrl };
  return readPoints(world, of, metricsOf(plan), now - lookBackSeconds(rules) * 1000, now);
}

function since<T>(read: Attempt<T>, known: number | undefined, now: number): Reading<T> {
  return 'seen' in read ? read : { ...read, failingSince: known || now };
}

/** Keeps on the record since when what has been wrong, and tells when that begins and ends: once, not at every look. */
async function noteChanges(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: Guarded,
  { points, alarms, rules }: LookFacts,
  drift: string | undefined,
): Promise<readonly string[]> {
  const metricsFailingSince = 'failingSince' in points ? points.failingSince : 0;
  const alarmsFailingSince = 'failingSince' in alarms ? alarms.failingSince : 0;
  const rulesFailingSince = 'failingSince' in rules ? rules.failingSince : 0;
  // Rules that cannot be read are no news of whose weights they carry.
  const driftSince = ('seen' in rules ? rules.seen.driftSince : record.driftSince) ?? 0;
  const told = record.alarmsTold ?? '';
  const alarmsTold = 'seen' in alarms ? unsureAlarms(alarms.seen) : told;
  const changes = [
    change(record.driftSince, driftSince, [
      `Somebody else changed the weights of ${drift}: holding`,
      'The rules say again what we wrote',
    ]),
    change(record.metricsFailingSince, metricsFailingSince, [
      `Metrics cannot be read: ${'error' in points ? points.error : ''}`,
      'Metrics can be read again',
    ]),
    change(record.alarmsFailingSince, alarmsFailingSince, [
      `The team's alarms cannot be read: ${'error' in alarms ? alarms.error : ''}`,
      "The team's alarms can be read again",
    ]),
    change(record.rulesFailingSince, rulesFailingSince, [
      `The rules cannot be read: ${'error' in rules ? rules.error : ''}`,
      'The rules can be read again',
    ]),
    alarmsTold === told
      ? []
      : [alarmsTold === '' ? "The team's alarms are OK again" : `Of the team's alarms, ${alarmsTold}`],
  ].flat();
  if (changes.length > 0)
    await note(world, cutover, {
      driftSince,
      metricsFailingSince,
      alarmsFailingSince,
      rulesFailingSince,
      alarmsTold,
    });
  return changes;
}

function change(before: number | undefined, after: number, [begun, ended]: [string, string]): string[] {
  if (((before ?? 0) === 0) === (after === 0)) return [];
  return [after === 0 ? ended : begun];
}

function unsureAlarms(alarms: Parameters<typeof judgeAlarms>[0]): string {
  const unsure = judgeAlarms(alarms).filter(({ verdict }) => verdict.outcome !== 'pass');
  return unsure.map(({ verdict }) => verdict.reason).join('; ');
}
