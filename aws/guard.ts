import type { LookFacts } from '../core/decide/look.ts';
import type { Snapshot } from '../core/record.ts';
import { readDrift } from './drift.ts';
import type { LockRow } from './ledger/lock.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { readMinutes } from './metrics.ts';
import { canaryOf } from './rung-facts.ts';
import type { World } from './world.ts';

/** Long enough for the age that counts as blind, and around a trigger's own window. */
const lookBackSecondsMin = 15 * 60;
const aroundWindowSeconds = 5 * 60;

/** Everything that one look of the guard needs to know. */
export async function lookAround(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  row: LockRow,
): Promise<{ readonly facts: LookFacts; readonly news: readonly string[] }> {
  const now = world.clock.now();
  const { firstShareAt, snapshot } = record;
  const windowSeconds = record.plan.triggers.http5xx.forSeconds + aroundWindowSeconds;
  const since = Math.max(firstShareAt ?? now, now - Math.max(lookBackSecondsMin, windowSeconds) * 1000);
  const minutes = firstShareAt === undefined ? [] : await readMinutes(world, canaryOf(snapshot), since, now);
  const drift = await watchDrift(world, cutover, record, row);
  return { facts: { now, firstShareAt, fence: row, minutes, driftSince: drift.since }, news: drift.news };
}

/** Keeps on the record since when the rules have been somebody else's, and tells when that begins and ends. */
async function watchDrift(
  world: World<'dynamodb' | 'elbv2'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  row: LockRow,
): Promise<{ readonly since: number | undefined; readonly news: readonly string[] }> {
  const known = record.driftSince ?? 0;
  const drift = await readDrift(world, record.snapshot, row);
  if (drift === undefined) {
    if (known === 0) return { since: undefined, news: [] };
    await note(world, cutover, { driftSince: 0 });
    return { since: undefined, news: ['The rules say again what we wrote'] };
  }
  if (known !== 0) return { since: known, news: [] };
  const since = world.clock.now();
  await note(world, cutover, { driftSince: since });
  return { since, news: [`Somebody else changed the weights of ${drift}: holding`] };
}
