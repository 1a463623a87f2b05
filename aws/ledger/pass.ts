import { Failure } from '../../core/failures.ts';
import type { Phase, Snapshot } from '../../core/record.ts';
import type { World } from '../world.ts';
import type { Pass } from './fence.ts';
import { readLock } from './lock.ts';
import type { CutoverRef } from './story.ts';

/** The rule whose lock row leads: the plan's first. */
export function leadingArn(snapshot: Snapshot): string {
  return snapshot.rules[0]?.arn ?? '';
}

export function passOf(cutover: CutoverRef, snapshot: Snapshot, epoch: number, phase: Phase): Pass {
  return { cutoverId: cutover.id, leadingArn: leadingArn(snapshot), epoch, phase };
}

/** Fails with `Superseded` where the ledger has moved on: for writes that carry no condition of their own. */
export async function assertPass(world: World<'dynamodb'>, pass: Pass): Promise<void> {
  const row = await readLock(world, pass.leadingArn);
  if (row?.cutoverId === pass.cutoverId && row.epoch === pass.epoch && row.phase === pass.phase) return;
  throw new Failure('Superseded', `epoch ${pass.epoch} in phase ${pass.phase} is not the ledger's any more`);
}
