/** The rows by which an alarm's event finds the cutovers that it guards; `guarded.ts` reads them. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { World } from '../world.ts';
import type { Guarded } from './guarded.ts';
import { alarmKey } from './keys.ts';
import type { CutoverRef } from './story.ts';

/** All or none. Writing them again changes nothing. */
export async function putAlarmRows(world: World<'dynamodb'>, rows: readonly Guarded[]): Promise<void> {
  const TableName = world.settings.ledgerTable;
  const puts = rows.map((row) => ({
    Put: { TableName, Item: { ...alarmKey(row.alarm, row.cutoverId), ...row } },
  }));
  await world.clients.dynamodb.send(new TransactWriteCommand({ TransactItems: puts }));
}

/** Rows that are gone already are no fault. */
export async function deleteAlarmRows(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  alarms: readonly string[],
): Promise<void> {
  if (alarms.length === 0) return;
  const TableName = world.settings.ledgerTable;
  const deletions = alarms.map((name) => ({ Delete: { TableName, Key: alarmKey(name, cutover.id) } }));
  await world.clients.dynamodb.send(new TransactWriteCommand({ TransactItems: deletions }));
}
