/** Who signed for the start of a cutover: written by the function that starts it, before there is an execution. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { startKey } from './keys.ts';
import type { CutoverRef } from './story.ts';

export interface StartRow {
  readonly principal: string;
  /** What was signed: under the same name, another plan has no starter. */
  readonly planDigest: string;
}

/** Signing twice for the same is one signature; the name of another's start, or for another plan, is taken. */
export async function signStart(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  row: StartRow,
): Promise<'signed' | 'taken'> {
  try {
    await world.clients.dynamodb.send(
      new PutCommand({
        TableName: world.settings.ledgerTable,
        Item: { ...startKey(cutover), ...row },
        ConditionExpression: 'attribute_not_exists(pk) OR (principal = :principal AND planDigest = :digest)',
        ExpressionAttributeValues: { ':principal': row.principal, ':digest': row.planDigest },
      }),
    );
    return 'signed';
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return 'taken';
  }
}

/** Whether somebody has signed for a cutover of this name: it may have no record yet. */
export async function wasSigned(world: World<'dynamodb'>, cutover: CutoverRef): Promise<boolean> {
  return (await findStart(world, cutover)) !== undefined;
}

/**
 * Undefined where it was started otherwise: in the console, by StartExecution. Whoever starts an execution by hand
 * under a name that somebody signed for borrows no signature: the plan has to be the signed one.
 */
export async function readStarter(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  planDigest: string,
): Promise<string | undefined> {
  const row = await findStart(world, cutover);
  return row?.planDigest === planDigest ? row.principal : undefined;
}

async function findStart(world: World<'dynamodb'>, cutover: CutoverRef): Promise<StartRow | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: startKey(cutover), ConsistentRead: true }),
  );
  return Item as StartRow | undefined;
}
