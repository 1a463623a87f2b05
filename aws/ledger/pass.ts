import { Failure } from '../../core/failures.ts';
import type { Phase, Snapshot } from '../../core/record.ts';
import type { World } from '../world.ts';
import type { Pass } from './fence.ts';
import { type LockRow, readLock } from './lock.ts';
import type { CutoverRef } from './story.ts';

/** The rule whose lock row leads: the plan's first. */
export function leadingArn(snapshot: Snapshot): string {
  return snapshot.rules[0]?.arn ?? '';
}

export function passOf(cutover: CutoverRef, snapshot: Snapshot, epoch: number, phase: Phase): Pass {
  return { cutoverId: cutover.id, leadingArn: leadingArn(snapshot), epoch, phase };
}

/** Fails with `Superseded` where the ledger has moved on: for writes that carry no condition of their own. */
export async function assertPass(world: World<'dynamodb'>, pass: Pass): Promise<LockRow> {
  const row = await readLock(world, pass.leadingArn);
  if (row?.cutoverId === pass.cutoverId && row.epoch === pass.epoch && row.phase === pass.phase) return row;
  throw new Failure('Superseded', `epoch ${pass.epoch} in phase ${pass.phase} is not the ledger's any more`);
}

/** And that nothing rang since watching ended: the old tasks are the quickest way back by hand, so they stay standing. */
export async function assertQuiet(world: World<'dynamodb'>, pass: Pass, service: string): Promise<void> {
  const { late } = await assertPass(world, pass);
  if (late === undefined) return;
  throw new Failure('RangLate', `after watching had ended, ${late.reason}; ${service} is left standing`);
}
