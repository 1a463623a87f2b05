import type { Snapshot } from '../core/record.ts';
import { home } from '../core/release/home.ts';
import type { Division } from '../core/traffic/division.ts';
import { isNamed } from './failures.ts';
import { startRollingBack } from './ledger/fence.ts';
import { leadingArn, passOf } from './ledger/pass.ts';
import type { CutoverRef } from './ledger/story.ts';
import { differing, divideTraffic, writeDivision } from './traffic.ts';
import { unfenced } from './way-back.ts';
import type { World } from './world.ts';

type Needs = World<'dynamodb' | 'elbv2'>;

/** Asserts that everything is still on stable, mends it where a straggler overtook us, and ends in the final form. */
export async function settleAtHome(
  world: Needs,
  cutover: CutoverRef,
  snapshot: Snapshot,
  epoch: number,
  backAt: number,
): Promise<string[]> {
  const overtaken = await differing(world, snapshot, 'stable alone');
  const { division, leftOut } = home(snapshot, (world.clock.now() - backAt) / 1000);
  const fenced = epoch === unfenced ? await fenceAfterAll(world, cutover, snapshot) : epoch;
  if (fenced === unfenced) await writeDivision(world, snapshot, division);
  else await divideOrMend(world, cutover, snapshot, fenced, division);
  const straggler = overtaken.length > 0 ? ['A straggler had written after the rollback: put right'] : [];
  const final =
    division === 'snapshot'
      ? 'The rules are as the snapshot says'
      : `Everything is on stable alone; ${leftOut}`;
  return [...straggler, final];
}

/** The ledger may answer again by now. Then it learns of the rollback, and rules that are another's by now stay his. */
async function fenceAfterAll(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
): Promise<number> {
  try {
    const row = await startRollingBack(world, { cutoverId: cutover.id, leadingArn: leadingArn(snapshot) });
    return row.phase === 'rollingBack' ? row.epoch : unfenced;
  } catch (error) {
    if (isNamed(error, 'Superseded')) throw error;
    return unfenced;
  }
}

/** A ledger that went silent after the rollback must not keep a straggler's weights alive until it is back. */
async function divideOrMend(
  world: Needs,
  cutover: CutoverRef,
  snapshot: Snapshot,
  epoch: number,
  division: Division,
): Promise<void> {
  try {
    await divideTraffic(world, passOf(cutover, snapshot, epoch, 'rollingBack'), snapshot, division);
  } catch (error) {
    if (!isNamed(error, 'Superseded') && (await differing(world, snapshot, 'snapshot')).length > 0)
      await writeDivision(world, snapshot, 'stable alone');
    throw error;
  }
}
