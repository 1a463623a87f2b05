import { decideLook, type Look } from '../core/decide/look.ts';
import { rungRules } from '../core/decide/rung.ts';
import type { Snapshot } from '../core/record.ts';
import { keptLook } from '../core/report/looks.ts';
import { lookAround } from './guard.ts';
import type { LockRow } from './ledger/lock.ts';
import { keepLook } from './ledger/looks.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { ring } from './ring.ts';
import type { World } from './world.ts';

/** One look of the guard, from reading to what it comes to. What rings is marked first; then the look is kept for people. */
export async function takeLook(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  row: LockRow,
): Promise<Look & { readonly story: readonly string[] }> {
  const rules = rungRules(record);
  const { facts, news } = await lookAround(world, cutover, record, row, rules);
  const { story = [], ...look } = await ring(world, row, record.snapshot, decideLook(facts, rules));
  if (look.rows.length > 0) await keepLook(world, cutover, keptLook(facts.now, look.rows, facts.points));
  return { ...look, story: [...news, ...story] };
}
