import type { Snapshot } from '../core/record.ts';
import { home } from '../core/release/home.ts';
import { passOf } from './ledger/pass.ts';
import type { CutoverRef } from './ledger/story.ts';
import { differing, divideTraffic, writeDivision } from './traffic.ts';
import { unfenced } from './way-back.ts';
import type { World } from './world.ts';

/** Asserts that everything is still on stable, mends it where a straggler overtook us, and ends in the final form. */
export async function settleAtHome(
  world: World<'dynamodb' | 'elbv2'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
  epoch: number,
  backAt: number,
): Promise<string[]> {
  const overtaken = await differing(world, snapshot, 'stable alone');
  const { division, leftOut } = home(snapshot, (world.clock.now() - backAt) / 1000);
  if (epoch === unfenced) await writeDivision(world, snapshot, division);
  else await divideTraffic(world, passOf(cutover, snapshot, epoch, 'rollingBack'), snapshot, division);
  const straggler = overtaken.length > 0 ? ['A straggler had written after the rollback: put right'] : [];
  const final =
    division === 'snapshot'
      ? 'The rules are as the snapshot says'
      : `Everything is on stable alone; ${leftOut}`;
  return [...straggler, final];
}
