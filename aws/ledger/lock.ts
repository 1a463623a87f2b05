/**
 * The lock: one row per rule and per service, taken and released in one transaction. The row of the first rule
 * leads: it also carries the fence (`fence.ts`) and the lease.
 */
import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../core/failures.ts';
import { type Hand, handLeaseMilliseconds } from '../../core/by-hand/hand.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Fence } from '../../core/record.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { type Key, lockKey } from './keys.ts';
import { openRow } from './open.ts';
import type { CutoverRef } from './story.ts';

/** Renewed at every look of the guard (30 s); a lease that has run out alone frees nothing, see `takeLock`. */
export const leaseMilliseconds = 10 * 60_000;

export interface LockRow extends Fence {
  readonly executionArn: string;
  readonly leaseUntil: number;
  /** The rule whose row leads: only that one is renewed. */
  readonly leading?: string;
  /** Absent where an execution holds it. */
  readonly byHand?: Hand;
}

/** The row that a cutover begins with: epoch 1, everything as the snapshot will say. */
export function firstRow(cutover: CutoverRef, executionArn: string, now: number, hand?: string): LockRow {
  return {
    cutoverId: cutover.id,
    executionArn,
    epoch: 1,
    phase: 'releasing',
    intended: 'snapshot',
    confirmed: 'snapshot',
    leaseUntil: now + leaseOf({ byHand: hand }),
    ...(hand !== undefined && { byHand: { name: hand, isLetGo: false } }),
  };
}

/** What a plan locks: every rule and both services, whatever label the plan goes under. */
export function lockedArns(plan: Pick<Plan, 'target'>): readonly [string, ...string[]] {
  const [rule = '', ...rules] = plan.target.rules;
  const [, partition, , region, account] = rule.split(':');
  const service = (name: string) =>
    `arn:${partition}:ecs:${region}:${account}:service/${plan.target.cluster}/${name}`;
  return [rule, ...rules, ...plan.target.services.map(service)];
}

export async function readLock(world: World<'dynamodb'>, arn: string): Promise<LockRow | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: lockKey(arn), ConsistentRead: true }),
  );
  return Item as LockRow | undefined;
}

/** The rows that exist, each with the ARN that it locks. */
export async function readHolders(
  world: World<'dynamodb'>,
  arns: readonly string[],
): Promise<(LockRow & { readonly arn: string })[]> {
  const rows = await Promise.all(arns.map(async (arn) => ({ arn, row: await readLock(world, arn) })));
  return rows.flatMap(({ arn, row }) => (row === undefined ? [] : [{ ...row, arn }]));
}

/**
 * Writes all rows or none. A row may be ours already (a retry) or belong to one of `dead`: cutovers whose lease
 * has run out and whose execution was seen not to run.
 */
export async function writeLock(
  world: World<'dynamodb'>,
  arns: readonly string[],
  row: LockRow,
  dead: readonly string[],
): Promise<'taken' | 'held'> {
  const free = ['attribute_not_exists(pk)', ...dead.map((_, i) => `cutoverId = :dead${i}`)].join(' OR ');
  const values = dead.map((id, i) => [`:dead${i}`, id] as const);
  const puts = arns.map((arn) => ({
    Put: {
      TableName: world.settings.ledgerTable,
      Item: { ...lockKey(arn), ...row, leading: arns[0] },
      ConditionExpression: free,
      ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
    },
  }));
  const open = { Put: { TableName: world.settings.ledgerTable, Item: openRow(row, arns[0] ?? '') } };
  try {
    await world.clients.dynamodb.send(new TransactWriteCommand({ TransactItems: [...puts, open] }));
    return 'taken';
  } catch (error) {
    if (isNamed(error, 'TransactionCanceledException') && conditionFailed(error)) return 'held';
    throw error;
  }
}

/** A transaction is cancelled for other reasons too: a throttle or a conflict says nothing about who holds the rows. */
function conditionFailed(error: unknown): boolean {
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { Code?: string }[] };
  return CancellationReasons.some((reason) => reason.Code === 'ConditionalCheckFailed');
}

/** How long somebody counts as there after a look. */
export function leaseOf({ byHand }: { readonly byHand?: unknown }): number {
  return byHand === undefined ? leaseMilliseconds : handLeaseMilliseconds;
}

/** Keeps the lease while the guard looks. The row may have been taken by nobody else while we hold it. */
export async function renewLease(
  world: World<'dynamodb'>,
  arn: string,
  cutover: CutoverRef,
  milliseconds = leaseMilliseconds,
): Promise<LockRow> {
  try {
    const { Attributes } = await world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: lockKey(arn),
        UpdateExpression: 'SET leaseUntil = :until',
        ConditionExpression: 'cutoverId = :id',
        ExpressionAttributeValues: { ':id': cutover.id, ':until': world.clock.now() + milliseconds },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes as unknown as LockRow;
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    throw new Failure('Superseded', `cutover ${cutover.id} no longer holds the lock on ${arn}`);
  }
}

/** Deletes the rows that are ours; rows that are gone or somebody else's are left alone. */
export async function releaseLock(
  world: World<'dynamodb'>,
  arns: readonly string[],
  cutover: CutoverRef,
): Promise<number> {
  const rows = await Promise.all(
    arns.map(async (arn) => ({ key: lockKey(arn), row: await readLock(world, arn) })),
  );
  const ours = rows.filter(({ row }) => row?.cutoverId === cutover.id).map(({ key }) => key);
  if (ours.length > 0) {
    await world.clients.dynamodb.send(
      new TransactWriteCommand({ TransactItems: ours.map((key) => deletion(world, key, cutover)) }),
    );
  }
  return ours.length;
}

function deletion(world: World<'dynamodb'>, key: Key, cutover: CutoverRef) {
  return {
    Delete: {
      TableName: world.settings.ledgerTable,
      Key: key,
      ConditionExpression: 'cutoverId = :id',
      ExpressionAttributeValues: { ':id': cutover.id },
    },
  };
}
