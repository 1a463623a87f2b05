/**
 * One at a time tells a cutover: rows of one cutover and of its gates come by different shards. Whoever finds somebody at
 * it comes again, since the other may be dead, or may have looked too early.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isNamed } from '../failures.ts';
import { toldKey } from '../ledger/keys.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { World } from '../world.ts';

/** Longer than the function lives (serverless.yml): whose turn has run out is dead. */
const turnMilliseconds = 75_000;

export interface Turn {
  readonly until: number;
  /** Somebody died at it: what they told last may not be written down. */
  readonly isInherited: boolean;
}

/** Undefined where somebody is at it. */
export async function takeTurn(world: World<'dynamodb'>, cutover: CutoverRef): Promise<Turn | undefined> {
  const now = world.clock.now();
  const until = now + turnMilliseconds;
  try {
    const { Attributes } = await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: toldKey(cutover),
        UpdateExpression: 'SET turnUntil = :until',
        ConditionExpression: 'attribute_not_exists(turnUntil) OR turnUntil <= :now',
        ExpressionAttributeValues: { ':until': until, ':now': now },
        ReturnValues: 'ALL_OLD',
      }),
    );
    return { until, isInherited: ((Attributes?.['turnUntil'] as number | undefined) ?? 0) > 0 };
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return undefined;
  }
}

/** Somebody else's turn is left alone. */
export async function endTurn(world: World<'dynamodb'>, cutover: CutoverRef, { until }: Turn): Promise<void> {
  try {
    await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: toldKey(cutover),
        UpdateExpression: 'SET turnUntil = :none',
        ConditionExpression: 'turnUntil = :until',
        ExpressionAttributeValues: { ':none': 0, ':until': until },
      }),
    );
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
  }
}
