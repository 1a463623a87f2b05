import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Report } from '../../core/report/report.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { recordKey, reportKey } from './keys.ts';
import type { CutoverRef } from './story.ts';

/** Writes the report and marks the record as ended. The same ending twice is one ending. */
export async function putReport(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  report: Report,
): Promise<void> {
  const TableName = world.settings.ledgerTable;
  await world.clients.dynamodb.send(
    new PutCommand({ TableName, Item: { ...reportKey(cutover), ...report } }),
  );
  try {
    await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName,
        Key: recordKey(cutover),
        UpdateExpression: 'SET outcome = :outcome, reason = :reason, endedAt = :endedAt',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: {
          ':outcome': report.outcome,
          ':reason': report.reason,
          ':endedAt': report.endedAt,
        },
      }),
    );
  } catch (error) {
    // A plan that was refused has no record: its report stands alone.
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
  }
}

export async function findReport(world: World<'dynamodb'>, cutover: CutoverRef): Promise<Report | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: reportKey(cutover), ConsistentRead: true }),
  );
  if (Item === undefined) return undefined;
  const { pk: _pk, sk: _sk, ...report } = Item;
  return report as Report;
}
