/**
 * The mark on the lock row: why a cutover has to go back. It is written before anybody is told, so that whoever is
 * told too early (or never) finds it; and "Stop watching" is a write under the condition that there is none.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Mark } from '../../core/record.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import type { Pass } from './fence.ts';
import { lockKey } from './keys.ts';
import { readLock } from './lock.ts';

/**
 * `marked`: it goes back; `again`: another mark was first, and counts. `late`: watching had ended, so it is only told.
 * `over`: it goes back already, or the lock is gone.
 */
export type Marked = 'marked' | 'again' | 'late' | 'over';

type Row = Pick<Pass, 'cutoverId' | 'leadingArn'>;

export async function markRow(world: World<'dynamodb'>, row: Row, mark: Mark): Promise<Marked> {
  const marked = await write(world, row, 'mark', 'releasing', mark);
  if (marked !== 'otherwise') return marked === 'first' ? 'marked' : 'again';
  if ((await write(world, row, 'late', 'promoting', mark)) !== 'otherwise') return 'late';
  // Between the two writes a third hand may have ended watching, or rolled back.
  const now = await readLock(world, row.leadingArn);
  return now?.cutoverId === row.cutoverId && now.phase === 'releasing' ? markRow(world, row, mark) : 'over';
}

/** `otherwise`: the row is in another phase, or not ours. */
async function write(
  world: World<'dynamodb'>,
  { cutoverId, leadingArn }: Row,
  field: 'mark' | 'late',
  phase: string,
  mark: Mark,
): Promise<'first' | 'second' | 'otherwise'> {
  try {
    const { Attributes } = await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: lockKey(leadingArn),
        UpdateExpression: 'SET #field = if_not_exists(#field, :mark)',
        ConditionExpression: 'cutoverId = :id AND phase = :phase',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':mark': mark, ':id': cutoverId, ':phase': phase },
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Attributes?.[field] === undefined ? 'first' : 'second';
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return 'otherwise';
  }
}
