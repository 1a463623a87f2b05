/** Taking a release by hand up, and letting go of it: conditional writes on the lock row that leads. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { handLeaseMilliseconds, letGoMilliseconds } from '../../core/by-hand/hand.ts';
import { isNamed } from '../failures.ts';
import type { Pass } from '../ledger/fence.ts';
import { lockKey } from '../ledger/keys.ts';
import type { LockRow } from '../ledger/lock.ts';
import type { World } from '../world.ts';

/** A mark is heard by whoever has it in hand, and by the reconciler once nobody does: nobody comes between. */
const unmarked = ' AND attribute_not_exists(mark)';

/**
 * Takes the release up in an epoch of its own, so that whoever had it before can write no weight any more: a laptop that
 * wakes up, or a terminal that was forgotten. Undefined where the row has changed since it was read.
 */
export function takeUp(
  world: World<'dynamodb'>,
  leadingArn: string,
  { cutoverId, epoch }: LockRow,
  name: string,
): Promise<LockRow | undefined> {
  const pass = { cutoverId, leadingArn, epoch, phase: 'releasing' } as const;
  const values = { ':one': 1, ...gripOf(world, name, false, handLeaseMilliseconds) };
  return write(world, pass, `${grip} ADD epoch :one`, unmarked, values);
}

/** Leaves the release to whoever takes it up next. Undefined where it is ours no more, or has to go back. */
export function letGo(world: World<'dynamodb'>, pass: Pass, name: string): Promise<LockRow | undefined> {
  return write(world, pass, grip, unmarked, gripOf(world, name, true, letGoMilliseconds));
}

/** Leaves it to the reconciler, at once. */
export function drop(world: World<'dynamodb'>, pass: Pass, name: string): Promise<LockRow | undefined> {
  return write(world, pass, grip, '', gripOf(world, name, true, -1));
}

const grip = 'SET byHand = :hand, leaseUntil = :until';

function gripOf(world: World, name: string, isLetGo: boolean, milliseconds: number) {
  return { ':hand': { name, isLetGo }, ':until': world.clock.now() + milliseconds };
}

async function write(
  world: World<'dynamodb'>,
  { cutoverId, leadingArn, epoch, phase }: Pass,
  expression: string,
  condition: string,
  values: Record<string, unknown>,
): Promise<LockRow | undefined> {
  const command = new UpdateCommand({
    TableName: world.settings.ledgerTable,
    Key: lockKey(leadingArn),
    UpdateExpression: expression,
    ConditionExpression: `cutoverId = :id AND epoch = :epoch AND phase = :phase AND attribute_exists(byHand)${condition}`,
    ExpressionAttributeValues: { ':id': cutoverId, ':epoch': epoch, ':phase': phase, ...values },
    ReturnValues: 'ALL_NEW',
  });
  try {
    return (await world.clients.dynamodb.send(command)).Attributes as unknown as LockRow;
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return undefined;
  }
}
