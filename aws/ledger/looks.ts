/** What the guard's looks leave for people. Best effort, like the story: a look that is not kept is a look all the same. */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { LookKept } from '../../core/report/looks.ts';
import type { World } from '../world.ts';
import { lookKey, lookPrefix, partition } from './keys.ts';
import type { CutoverRef } from './story.ts';

/** The report has what matters of them; the rest is swept away. */
const keptSeconds = 30 * 24 * 3600;

export async function keepLook(world: World<'dynamodb'>, cutover: CutoverRef, look: LookKept): Promise<void> {
  const expiresAt = Math.floor(world.clock.now() / 1000) + keptSeconds;
  try {
    await world.clients.dynamodb.send(
      new PutCommand({
        TableName: world.settings.ledgerTable,
        // One text: nobody asks the ledger for a part of it, and a look must cost little.
        Item: { ...lookKey(cutover, look.at), look: JSON.stringify(look), expiresAt },
      }),
    );
  } catch (error) {
    world.log.error('look not kept', { cutoverId: cutover.id, error: String(error) });
  }
}

/** In the order of time; with `since`, those of that moment and later. */
export async function readLooks(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  since = '',
): Promise<LookKept[]> {
  const looks: LookKept[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await world.clients.dynamodb.send(
      new QueryCommand({
        TableName: world.settings.ledgerTable,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :until',
        ExpressionAttributeValues: {
          ':pk': partition(cutover),
          ':from': `${lookPrefix}${since}`,
          ':until': `${lookPrefix}~`,
        },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const { look } of page.Items ?? []) looks.push(JSON.parse(look as string) as LookKept);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return looks;
}
