/** The box of one channel on the ledger: written after every message, under the condition that nobody else has. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { toldKey } from '../ledger/keys.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { World } from '../world.ts';
import { type Box, emptyBox } from './outlet.ts';

export async function readBox(world: World<'dynamodb'>, cutover: CutoverRef, channel: string): Promise<Box> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({
      TableName: world.settings.ledgerTable,
      Key: toldKey(cutover, channel),
      ConsistentRead: true,
    }),
  );
  return { ...emptyBox, ...(Item as Partial<Box> | undefined) };
}

/** Fails where somebody else has written it since: two at one box would tell things twice. */
export async function writeBox(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  channel: string,
  box: Box,
): Promise<Box> {
  const next = { ...box, version: box.version + 1 };
  await world.clients.dynamodb.send(
    new PutCommand({
      TableName: world.settings.ledgerTable,
      Item: { ...next, ...toldKey(cutover, channel) },
      ConditionExpression: 'attribute_not_exists(pk) OR version = :before',
      ExpressionAttributeValues: { ':before': box.version },
    }),
  );
  return next;
}
