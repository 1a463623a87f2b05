/**
 * The fence of design 6.1: ModifyRule has no condition, so whoever moves weights first stores what it is about
 * to write, under its epoch and phase, and afterwards that it was seen. Rollback moves the epoch, and from then on
 * every older writer fails here.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../core/failures.ts';
import type { Phase } from '../../core/record.ts';
import type { Division } from '../../core/traffic/division.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { lockKey } from './keys.ts';
import { leaseMilliseconds, leaseOf, type LockRow, readLock } from './lock.ts';

/** In whose name somebody writes weights. */
export interface Pass {
  readonly cutoverId: string;
  /** The rule whose lock row leads. */
  readonly leadingArn: string;
  readonly epoch: number;
  readonly phase: Phase;
}

/**
 * Before a weight is written. While releasing, no mark may be there and the guard must have looked within its
 * lease: a release that nobody watches does not move, whoever wakes it up after days.
 */
export function storeIntended(world: World<'dynamodb'>, pass: Pass, intended: Division): Promise<LockRow> {
  const values = { ':division': intended };
  if (pass.phase !== 'releasing') return update(world, pass, 'SET intended = :division', values);
  return whileWatched(world, pass, 'SET intended = :division', values);
}

export function storeConfirmed(world: World<'dynamodb'>, pass: Pass, confirmed: Division): Promise<LockRow> {
  return update(world, pass, 'SET confirmed = :division', { ':division': confirmed });
}

/**
 * Ends watching, unless there is a reason to go back, or nobody has watched: from here on the cutover only finishes
 * forward. A retry finds it ended.
 */
export async function startPromoting(world: World<'dynamodb'>, pass: Pass): Promise<void> {
  try {
    await whileWatched(world, pass, 'SET phase = :next', { ':next': 'promoting' });
  } catch (error) {
    if (!isNamed(error, 'Superseded')) throw error;
    const row = await readLock(world, pass.leadingArn);
    const isDone = row?.cutoverId === pass.cutoverId && row.epoch === pass.epoch && row.phase === 'promoting';
    if (!isDone) throw error;
  }
}

/**
 * Under the condition that nothing is marked and that the guard has looked within its lease. A mark says why: its own
 * reason is worth more to people than "superseded".
 */
async function whileWatched(
  world: World<'dynamodb'>,
  pass: Pass,
  expression: string,
  values: Record<string, unknown>,
): Promise<LockRow> {
  const now = world.clock.now();
  const condition = ' AND attribute_not_exists(mark) AND leaseUntil > :now';
  try {
    return await update(world, pass, expression, { ...values, ':now': now }, condition);
  } catch (error) {
    if (!isNamed(error, 'Superseded')) throw error;
    const row = await readLock(world, pass.leadingArn);
    if (row?.cutoverId !== pass.cutoverId) throw error;
    if (row.mark !== undefined)
      throw new Failure(row.mark.kind === 'abort' ? 'Aborted' : 'TriggerRang', row.mark.reason);
    if (row.epoch !== pass.epoch || row.phase !== pass.phase || row.leaseUntil > now) throw error;
    const looked = new Date(row.leaseUntil - leaseOf(row)).toISOString();
    throw new Failure('Unwatched', `the guard has not looked since ${looked}: what nobody watches goes back`);
  }
}

async function update(
  world: World<'dynamodb'>,
  pass: Pass,
  expression: string,
  values: Record<string, unknown>,
  condition = '',
): Promise<LockRow> {
  try {
    const { Attributes } = await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: lockKey(pass.leadingArn),
        UpdateExpression: expression,
        ConditionExpression: `cutoverId = :id AND epoch = :epoch AND phase = :phase${condition}`,
        ExpressionAttributeValues: {
          ':id': pass.cutoverId,
          ':epoch': pass.epoch,
          ':phase': pass.phase,
          ...values,
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes as unknown as LockRow;
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    throw new Failure(
      'Superseded',
      `epoch ${pass.epoch} in phase ${pass.phase} is not the ledger's any more`,
    );
  }
}

/**
 * Moves the epoch for a rollback: one writer does, and a retry finds it moved. A row that is promoting by then comes
 * back as it is: watching had ended first, and the cutover only finishes. `from` another phase goes who does it by hand.
 */
export async function startRollingBack(
  world: World<'dynamodb'>,
  pass: Pick<Pass, 'cutoverId' | 'leadingArn'>,
  from: Phase = 'releasing',
): Promise<LockRow> {
  const Key = lockKey(pass.leadingArn);
  const TableName = world.settings.ledgerTable;
  try {
    const { Attributes } = await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName,
        Key,
        // With the lease: nobody takes the rules over while they are being brought home.
        UpdateExpression: 'SET phase = :back, intended = :home, leaseUntil = :until ADD epoch :one',
        ConditionExpression: 'cutoverId = :id AND phase = :from',
        ExpressionAttributeValues: {
          ':id': pass.cutoverId,
          ':back': 'rollingBack',
          ':home': 'stable alone',
          ':one': 1,
          ':until': world.clock.now() + leaseMilliseconds,
          ':from': from,
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes as unknown as LockRow;
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    const row = await readLock(world, pass.leadingArn);
    if (row?.cutoverId === pass.cutoverId && row.phase !== 'releasing') return row;
    throw new Failure(
      'Superseded',
      `the lock on ${pass.leadingArn} is ${row === undefined ? 'gone' : `${row.cutoverId}'s, ${row.phase}`}`,
    );
  }
}
