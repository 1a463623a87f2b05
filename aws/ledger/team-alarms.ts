/** What was last seen of the team's alarms, for every cutover that listens to them, and whose turn it is to look. */
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AlarmSeen } from '../../core/triggers/team-alarms.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { teamAlarmKey, teamAlarmsPartition, teamAlarmsTurnKey } from './keys.ts';

export interface KeptAlarm {
  readonly alarm: AlarmSeen;
  /** When CloudWatch was asked. */
  readonly seenAt: number;
}

/** Longer than one reading of everything takes. Whoever dies in its turn costs the others this much of waiting. */
const turnMilliseconds = 10_000;
/** A name is read for everybody for so long after somebody asked for it. */
const wantedMilliseconds = 10 * 60_000;
/** Nobody needs a row for longer; the table sweeps it away. */
const keptSeconds = 24 * 3600;

export async function readKept(world: World<'dynamodb'>, name: string): Promise<KeptAlarm | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: teamAlarmKey(name), ConsistentRead: true }),
  );
  return Item as unknown as KeptAlarm | undefined;
}

/** The names that somebody has asked for lately. */
export async function readWanted(world: World<'dynamodb'>): Promise<string[]> {
  const names: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await world.clients.dynamodb.send(
      new QueryCommand({
        TableName: world.settings.ledgerTable,
        KeyConditionExpression: 'pk = :alarms',
        FilterExpression: 'wantedUntil > :now',
        ExpressionAttributeValues: { ':alarms': teamAlarmsPartition, ':now': world.clock.now() },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    names.push(...(page.Items ?? []).map(({ sk }) => sk as string));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return names;
}

/** Whether it is ours to read for everybody. */
export async function takeReadingTurn(world: World<'dynamodb'>): Promise<boolean> {
  const now = world.clock.now();
  const write = new UpdateCommand({
    TableName: world.settings.ledgerTable,
    Key: teamAlarmsTurnKey,
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
export async function keepSeen(
  world: World<'dynamodb'>,
  { alarm, seenAt }: KeptAlarm,
  isOurs: boolean,
): Promise<void> {
  const now = world.clock.now();
  const write = new UpdateCommand({
    TableName: world.settings.ledgerTable,
    Key: teamAlarmKey(alarm.name),
    UpdateExpression: `SET alarm = :alarm, seenAt = :at, expiresAt = :gone${isOurs ? ', wantedUntil = :wanted' : ''}`,
    ConditionExpression: 'attribute_not_exists(seenAt) OR seenAt <= :at',
    ExpressionAttributeValues: {
      ':alarm': alarm,
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
