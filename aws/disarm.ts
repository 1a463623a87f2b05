/** What a cutover armed must not outlive it. Each part is safe to repeat. */
import type { Ending, Snapshot } from '../core/record.ts';
import { closeDoor } from './balancer/door.ts';
import { readLock } from './ledger/lock.ts';
import { leadingArn } from './ledger/pass.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { lowerFloors } from './scaling.ts';
import type { World } from './world.ts';

export async function disarm(
  world: World<'dynamodb' | 'elbv2' | 'application-autoscaling'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  ending: Ending,
): Promise<string[]> {
  const { snapshot, door, floors, plan } = record;
  // Whoever carries the traffic gets stable's bounds, however the cutover is called by now.
  const row = await readLock(world, leadingArn(snapshot));
  const promoted =
    row?.cutoverId === cutover.id ? row.confirmed === 'canary alone' : ending.outcome === 'promoted';
  const closed = door === undefined ? [] : [await closeDoor(world, snapshot, door)];
  const lowered =
    floors === undefined ? [] : await lowerFloors(world, plan.target.cluster, snapshot, promoted);
  return [...closed, ...lowered];
}
