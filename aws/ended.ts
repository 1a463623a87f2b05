import type { Snapshot } from '../core/record.ts';
import { readLock } from './ledger/lock.ts';
import { leadingArn } from './ledger/pass.ts';
import { type CutoverRecord, findRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import type { World } from './world.ts';

/**
 * How a cutover ended that somebody else has brought home: an execution that is started again after that (redrive)
 * must find it over, and write nothing. A ledger that does not answer says nothing: undefined.
 */
export async function endedAlready(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
): Promise<CutoverRecord['ending']> {
  try {
    const row = await readLock(world, leadingArn(snapshot));
    if (row?.cutoverId === cutover.id) return undefined;
    return (await findRecord(world, cutover))?.ending;
  } catch {
    return undefined;
  }
}
