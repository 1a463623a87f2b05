/** Which cutovers an alarm guards: a row for each, written before the alarm is made and gone when the cutover ends. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Ringing } from '../../core/triggers/ringing.ts';
import type { World } from '../world.ts';
import { alarmPartition } from './keys.ts';

export type Guarded = Ringing & {
  readonly cutoverId: string;
  readonly leadingArn: string;
  /** What rang before this is not about this cutover. */
  readonly armedAt: number;
};

export async function readGuarded(world: World<'dynamodb'>, alarmName: string): Promise<Guarded[]> {
  const { Items = [] } = await world.clients.dynamodb.send(
    new QueryCommand({
      TableName: world.settings.ledgerTable,
      KeyConditionExpression: 'pk = :alarm',
      ExpressionAttributeValues: { ':alarm': alarmPartition(alarmName) },
      ConsistentRead: true,
    }),
  );
  return Items as unknown as Guarded[];
}
