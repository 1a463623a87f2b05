/** The push: an alarm's event ends the release without waiting for the guard's next look. */
import { failureOf } from '../core/release/mark.ts';
import { keptLook } from '../core/report/looks.ts';
import type { Row } from '../core/triggers/judge.ts';
import type { Guarded } from './ledger/guarded.ts';
import { keepLook } from './ledger/looks.ts';
import { markRow } from './ledger/mark.ts';
import { findRecord } from './ledger/record.ts';
import { tell } from './ledger/story.ts';
import { failWait } from './tokens.ts';
import type { World } from './world.ts';

/**
 * The mark before the token: whoever stores a token looks for the mark afterwards, so one of the two finds the other.
 */
export async function sound(
  world: World<'dynamodb' | 'sfn'>,
  row: Guarded,
  ringing: Row,
): Promise<'rang' | 'late' | 'over'> {
  const { reason } = ringing.verdict;
  const rangAt = world.clock.now();
  const mark = { kind: 'alarm', reason, at: rangAt } as const;
  const marked = await markRow(world, row, mark);
  const cutover = { id: row.cutoverId, live: true };
  if (marked === 'over') return 'over';
  if (marked === 'late') {
    await tell(world, cutover, 'onAlarm', [`After watching had ended, ${reason}`]);
    await keepLook(world, cutover, keptLook(rangAt, [ringing]));
    return 'late';
  }
  const record = await findRecord(world, cutover);
  const answered = await failWait(world, record?.listenToken, failureOf(mark));
  if (answered === 'answered') await tell(world, cutover, 'onAlarm', [reason]);
  await keepLook(world, cutover, keptLook(rangAt, [ringing]));
  return 'rang';
}
