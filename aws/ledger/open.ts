/**
 * The cutovers that are not wholly over. A row appears with the lock, in the same transaction, and goes when nothing is
 * locked or armed any more: what it still finds there with a dead execution, the reconciler brings home.
 */
import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Hand } from '../../core/by-hand/hand.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import type { OpenGate } from './gates.ts';
import { isOpenGate, type Key, openKey, openPartition } from './keys.ts';
import { type LockRow, lockedArns, readLock } from './lock.ts';
import type { CutoverRef } from './story.ts';

export interface OpenCutover {
  readonly cutoverId: string;
  readonly executionArn: string;
  readonly leadingArn: string;
  readonly byHand?: Hand;
  /** Since when the reconciler knows that the execution is dead. */
  readonly orphanedAt?: number;
}

export function openRow(row: Pick<LockRow, 'cutoverId' | 'executionArn' | 'byHand'>, leadingArn: string) {
  const { cutoverId, executionArn, byHand } = row;
  return { ...openKey(cutoverId), cutoverId, executionArn, leadingArn, ...(byHand && { byHand }) };
}

/** Everything that is open: cutovers, and gates whose answer somebody still waits for. */
export async function readOpen(
  world: World<'dynamodb'>,
): Promise<{ readonly cutovers: OpenCutover[]; readonly gates: OpenGate[] }> {
  const rows = await readRows(world);
  return {
    cutovers: rows.filter((row) => !isOpenGate(row)) as unknown as OpenCutover[],
    gates: rows.filter(isOpenGate) as unknown as OpenGate[],
  };
}

async function readRows(world: World<'dynamodb'>): Promise<Key[]> {
  const open: Key[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await world.clients.dynamodb.send(
      new QueryCommand({
        TableName: world.settings.ledgerTable,
        KeyConditionExpression: 'pk = :open',
        ExpressionAttributeValues: { ':open': openPartition },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    open.push(...((page.Items ?? []) as unknown as Key[]));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return open;
}

/** Whether anything is left of this cutover. */
export async function isOpen(world: World<'dynamodb'>, cutoverId: string): Promise<boolean> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: openKey(cutoverId), ConsistentRead: true }),
  );
  return Item !== undefined;
}

/**
 * Longer than one step takes, and each step renews it; shorter than the minute after which Lambda tries a dead
 * invocation again, so that the next try need not wait for a dead hand. Only the fence keeps two hands safe: the turn
 * keeps them from starving each other.
 */
export const turnMilliseconds = 45_000;

/**
 * Takes the turn to bring one cutover home, so that the event and the schedule never do it side by side. Undefined
 * where another has it. The first turn notes since when the execution is known to be dead.
 */
export async function takeTurn(
  world: World<'dynamodb'>,
  cutoverId: string,
): Promise<OpenCutover | undefined> {
  const now = world.clock.now();
  try {
    const { Attributes } = await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: openKey(cutoverId),
        UpdateExpression: 'SET turnUntil = :until, orphanedAt = if_not_exists(orphanedAt, :now)',
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(turnUntil) OR turnUntil < :now)',
        ExpressionAttributeValues: { ':now': now, ':until': now + turnMilliseconds },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes as unknown as OpenCutover;
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return undefined;
  }
}

/** Goes on for as long again. */
export function renewTurn(world: World<'dynamodb'>, cutoverId: string): Promise<void> {
  return setTurn(world, cutoverId, world.clock.now() + turnMilliseconds);
}

/** Gives the turn back before its time. */
export function endTurn(world: World<'dynamodb'>, cutoverId: string): Promise<void> {
  return setTurn(world, cutoverId, 0);
}

async function setTurn(world: World<'dynamodb'>, cutoverId: string, until: number): Promise<void> {
  const write = new UpdateCommand({
    TableName: world.settings.ledgerTable,
    Key: openKey(cutoverId),
    UpdateExpression: 'SET turnUntil = :until',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':until': until },
  });
  try {
    await world.clients.dynamodb.send(write);
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
  }
}

/** Nothing is left of the cutover, unless it still holds the lock. */
export async function closeOpen(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  { plan }: { readonly plan: Parameters<typeof lockedArns>[0] },
): Promise<void> {
  const row = await readLock(world, lockedArns(plan)[0]);
  if (row?.cutoverId === cutover.id) return;
  await world.clients.dynamodb.send(
    new DeleteCommand({ TableName: world.settings.ledgerTable, Key: openKey(cutover.id) }),
  );
}
