import { Failure } from '../core/failures.ts';
import type { Snapshot } from '../core/record.ts';
import { type Schedule, schedule } from '../core/release/schedule.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';
import { split } from '../core/traffic/division.ts';
import { countHealthy } from './balancer/groups.ts';
import { readRules } from './balancer/rules.ts';
import { driftOf } from './drift.ts';
import { readLock } from './ledger/lock.ts';
import { leadingArn, passOf } from './ledger/pass.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { arnsOf, divideTraffic, type Meant } from './traffic.ts';
import type { World } from './world.ts';

/** Raises the share to a rung, if the canary has the targets for it. Returns how many are healthy. */
export async function shiftTo(
  world: World<'dynamodb' | 'elbv2'>,
  cutover: CutoverRef,
  { snapshot }: CutoverRecord & { readonly snapshot: Snapshot },
  epoch: number,
  percent: number,
): Promise<number> {
  const needed = canaryTasks(percent, snapshot.stable.desiredCount);
  const healthy = await countHealthy(world, snapshot.canary.targetGroupArn);
  if (healthy < needed) {
    throw new Failure(
      'NobodyHealthy',
      `${percent} % needs ${needed} healthy canary targets and there are ${healthy}`,
    );
  }
  const seen = await readUndrifted(world, cutover, snapshot);
  await divideTraffic(world, passOf(cutover, snapshot, epoch, 'releasing'), snapshot, split(percent), seen);
  return healthy;
}

/** A shift replaces the whole rule: what somebody else has put there meanwhile must not be swept away unseen. */
async function readUndrifted(
  world: World<'dynamodb' | 'elbv2'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
): Promise<readonly Meant[]> {
  const row = await readLock(world, leadingArn(snapshot));
  if (row?.cutoverId !== cutover.id) throw new Failure('Superseded', `the lock is no longer ${cutover.id}'s`);
  const rules = await readRules(world, arnsOf(snapshot));
  const drift = driftOf(rules, snapshot, row);
  if (drift !== undefined)
    throw new Failure('Drifted', `somebody else changed ${drift}; find out who before the next try`);
  return rules;
}

/** Keeps on the record since when users are given this rung's share. A retry finds what the first try noted. */
export async function noteRung(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord,
  index: number,
): Promise<Schedule> {
  const noted = record.rung?.index === index ? record.rung : undefined;
  const liveAt = noted?.liveAt ?? world.clock.now();
  const before = record.rung?.index === index - 1 ? record.rung : undefined;
  const times = schedule({ plan: record.plan, index, liveAt, before, noted, live: cutover.live });
  if (cutover.live) {
    await note(world, cutover, { firstShareAt: liveAt }, { once: true });
    const rung = { index, liveAt, dueAt: times.dueAt };
    const others = (record.rungs ?? []).filter((other) => other.index !== index);
    await note(world, cutover, { rung, rungs: [...others, rung] });
  }
  return times;
}
