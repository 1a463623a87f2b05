import { createHash } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';

/** Longer than a signature is good for. */
const keptSeconds = 3_600;

/** Whether this very request comes for the first time. By the ledger: the next one may meet another container. */
export async function isFirst(world: World<'dynamodb'>, signature: string): Promise<boolean> {
  const hash = createHash('sha256').update(signature).digest('hex');
  try {
    await world.clients.dynamodb.send(
      new PutCommand({
        TableName: world.settings.ledgerTable,
        Item: {
          pk: `CLICK#${hash}`,
          sk: 'SEEN',
          expiresAt: Math.floor(world.clock.now() / 1000) + keptSeconds,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}
