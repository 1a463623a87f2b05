/** What one guard has read for all, and whose turn it is to read. */
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { type Kind, sharedKey, sharedPartition, sharedTurnKey } from './keys.ts';

export type { Kind } from './keys.ts';

export interface Kept<T> {
  readonly value: T;
  /** When AWS was asked. */
  readonly seenAt: number;
}

/** Longer than one reading of everything takes. Whoever dies in its turn costs the others this much of waiting. */
const turnMilliseconds = 10_000;
/** A name is read for everybody for so long after somebody asked for it. */
const wantedMilliseconds = 10 * 60_000;
/** Nobody needs a row for longer; the table sweeps it away. */
const keptSeconds = 24 * 3600;

export async function readKept<T>(
  world: World<'dynamodb'>,
  kind: Kind,
  name: string,
): Promise<Kept<T> | undefined> {
  const Key = sharedKey(kind, name);
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key, ConsistentRead: true }),
  );
  return Item as unknown as Kept<T> | undefined;
}

/** The names that somebody has asked for lately. */
export async function readWanted(world: World<'dynamodb'>, kind: Kind): Promise<string[]> {
  const names: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await world.clients.dynamodb.send(
      new QueryCommand({
        TableName: world.settings.ledgerTable,
        KeyConditionExpression: 'pk = :kind',
        FilterExpression: 'wantedUntil > :now',
        ProjectionExpression: 'sk',
        ExpressionAttributeValues: { ':kind': sharedPartition(kind), ':now': world.clock.now() },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    names.push(...(page.Items ?? []).map(({ sk }) => sk as string));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return names;
}

/** Whether it is ours to read for everybody. */
export async function takeReadingTurn(world: World<'dynamodb'>, kind: Kind): Promise<boolean> {
  const now = world.clock.now();
  const write = new UpdateCommand({
    TableName: world.settings.ledgerTable,
    Key: sharedTurnKey(kind),
    UpdateExpression: 'SET turnUntil = :until',
    ConditionExpression: 'attribute_not_exists(pk) OR turnUntil < :now',
    ExpressionAttributeValues: { ':now': now, ':until': now + turnMilliseconds },
  });
  try {
    await world.clients.dynamodb.send(write);
    return true;
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return false;
  }
}

/** What is older than what is kept changes nothing. */
export async function keepSeen<T>(
  world: World<'dynamodb'>,
  kind: Kind,
  name: string,
  { value, seenAt }: Kept<T>,
  isOurs: boolean,
): Promise<void> {
  const now = world.clock.now();
  const write = new UpdateCommand({
    TableName: world.settings.ledgerTable,
    Key: sharedKey(kind, name),
    UpdateExpression: `SET #value = :value, seenAt = :at, expiresAt = :gone${isOurs ? ', wantedUntil = :wanted' : ''}`,
    ConditionExpression: 'attribute_not_exists(seenAt) OR seenAt <= :at',
    ExpressionAttributeNames: { '#value': 'value' },
    ExpressionAttributeValues: {
      ':value': value,
      ':at': seenAt,
      ':gone': Math.floor(now / 1000) + keptSeconds,
      ...(isOurs && { ':wanted': now + wantedMilliseconds }),
    },
  });
  try {
    await world.clients.dynamodb.send(write);
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
  }
}
