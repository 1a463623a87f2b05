/** Who signed for the start of a cutover: written by the function that starts it, before there is an execution. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { World } from '../world.ts';
import { startKey } from './keys.ts';
import type { CutoverRef } from './story.ts';

export interface StartRow {
  readonly principal: string;
}

/** Undefined where it was started otherwise: in the console, by StartExecution. */
export async function readStarter(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
): Promise<string | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: startKey(cutover), ConsistentRead: true }),
  );
  return (Item as StartRow | undefined)?.principal;
}
