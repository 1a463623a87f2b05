import type { Snapshot } from '../core/record.ts';
import { home, stragglerSeconds } from '../core/release/home.ts';
import type { Division } from '../core/traffic/division.ts';
import { isNamed } from './failures.ts';
import { startRollingBack } from './ledger/fence.ts';
import { leadingArn, passOf } from './ledger/pass.ts';
import type { CutoverRef } from './ledger/story.ts';
import { canaryServes, differing, divideTraffic, writeDivision } from './traffic.ts';
import { assertSomebodyHealthy, unfenced } from './way-back.ts';
import type { World } from './world.ts';

type Needs = World<'dynamodb' | 'elbv2'>;

export interface Settled {
  /** `again`: stragglers may still be heard. */
  readonly decision: 'again' | 'home';
  readonly story: string[];
}

/** Mends what a straggler has written since; and once no straggler can be left, ends in the final form. */
export async function settleAtHome(
  world: Needs,
  cutover: CutoverRef,
  snapshot: Snapshot,
  epoch: number,
  backAt: number,
): Promise<Settled> {
  const seconds = (world.clock.now() - backAt) / 1000;
  const overtaken = await differing(world, snapshot, 'stable alone');
  // Whoever has written since may have known why: it may be the only side that still answers.
  if (overtaken.length > 0 && (await canaryServes(world, snapshot)))
    await assertSomebodyHealthy(world, snapshot);
  const straggler = overtaken.length > 0 ? ['A straggler had written after the rollback: put right'] : [];
  const mayBeHeard = seconds < stragglerSeconds;
  if (mayBeHeard && overtaken.length === 0) return { decision: 'again', story: [] };
  const { division, leftOut } = mayBeHeard
    ? ({ division: 'stable alone', leftOut: '' } as const)
    : home(snapshot, seconds);
  const fenced = epoch === unfenced ? await fenceAfterAll(world, cutover, snapshot) : epoch;
  if (fenced === unfenced) await writeDivision(world, snapshot, division, { haste: 'wayBack' });
  else await divideOrMend(world, cutover, snapshot, fenced, division);
  if (mayBeHeard) return { decision: 'again', story: straggler };
  const final =
    division === 'snapshot'
      ? 'The rules are as the snapshot says'
      : `Everything is on stable alone; ${leftOut}`;
  return { decision: 'home', story: [...straggler, final] };
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
