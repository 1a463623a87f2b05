import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CheckResult } from '../../core/checks/judge-checklist.ts';
import { Failure } from '../../core/failures.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { CutoverOutcome, DoorArmed, Ending, FloorArmed, Snapshot, WaitFor } from '../../core/record.ts';
import type { Hold } from '../../core/command/command.ts';
import type { LogsSeen } from '../../core/decide/logs.ts';
import type { Starter } from '../../core/gate/gate.ts';
import type { Terms } from '../../core/policy/terms.ts';
import type { AlarmArmed } from '../../core/triggers/alarm.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { recordKey } from './keys.ts';
import type { CutoverRef } from './story.ts';

/** Everything that a cutover knows about itself. Facts live here; the state machine carries ids and words. */
export interface CutoverRecord {
  readonly executionArn: string;
  readonly plan: Plan;
  readonly planDigest: string;
  /** Who releases by hand; absent where an execution does. */
  readonly byHand?: string;
  /** When its execution began, in Step Functions' own words. A redrive does not change it. */
  readonly startedAt: string;
  /** On which terms people decide, and who may not. */
  readonly terms?: Terms;
  readonly starter?: Starter;
  /** The gate at which it waits, or waited last. */
  readonly asks?: string;
  /** The checklist with what came of it, in the runbook's order. */
  readonly checks?: readonly CheckResult[];
  readonly snapshot?: Snapshot;
  /** The task definition with its images by digest, as they were when the snapshot was taken: what ships. */
  readonly pinned?: PinnedDefinition;
  /** What the cutover made or changed besides weights: written here before it is made, gone when it ends. */
  readonly door?: DoorArmed;
  readonly floors?: readonly FloorArmed[];
  readonly alarms?: readonly AlarmArmed[];
  /** Since when what rings is about this cutover: the first try's moment, whichever try made the alarms. */
  readonly alarmsArmedAt?: number;
  readonly canaryTaskDefinition?: string;
  /** Milliseconds since the epoch, as all `…At` below. */
  readonly canaryStartedAt?: number;
  /** Since when every look has found the canary standing; 0 where the last one did not. */
  readonly standingSince?: number;
  readonly firstShareAt?: number;
  readonly rung?: RungRecord;
  /** All of them so far, for the report. */
  readonly rungs?: readonly RungRecord[];
  readonly verifySince?: number;
  /** Since when somebody else's weights have been seen on our rules; 0 where they are ours again. */
  readonly driftSince?: number;
  /** Task tokens of the waits that are going on. They leave the ledger only towards Step Functions. */
  readonly listenToken?: string;
  readonly wait?: { readonly token: string; readonly for: WaitFor; readonly until: string };
  /** People's hold on the ramp, and how much of it was spent. */
  readonly hold?: Hold;
  /** Who aborted it before it held a lock. */
  readonly abortedBy?: string;
  /** How it is ending, from before its traces are cleared away; with `tidiedAt`, they were. */
  readonly ending?: Ending;
  readonly tidiedAt?: number;
  /** Users are not where they belong yet: its execution has ended, and the reconciler goes on. */
  readonly unfinished?: boolean;
  /** Why it went back. */
  readonly backFor?: string;
  /** When everybody was sent back, for the report. */
  readonly wentBackAt?: number;
  /** When the way back had written its weights, and when the way forward had: stragglers are waited for from here. */
  readonly backAt?: number;
  readonly aloneAt?: number;
  /** What the balancer answered with 5xx by itself before the cutover, as a share of the pair's requests. */
  readonly balancerErrorPercent?: number;
  /** Since when CloudWatch's metrics and alarms, and our rules, could not be read; 0 where they can be again. */
  readonly metricsFailingSince?: number;
  readonly alarmsFailingSince?: number;
  readonly rulesFailingSince?: number;
  /** Since when the probe could not tell; 0 where it can again. */
  readonly probeUnsureSince?: number;
  /** What verification has counted of the log. */
  readonly logs?: LogsSeen;
  /** What was told last of the team's alarms: they are told once, when they change. */
  readonly alarmsTold?: string;
  readonly outcome?: CutoverOutcome;
  readonly reason?: string;
}

export interface PinnedDefinition {
  readonly definition: Readonly<Record<string, unknown>>;
  /** Which images, for the story. */
  readonly text: string;
}

export interface RungRecord {
  readonly index: number;
  readonly liveAt: number;
  /** When the rung is to be judged. */
  readonly dueAt: number;
}

/**
 * Writes the record once, and never over one: a write that was lost on its way may arrive when the cutover has long
 * gone on. A second attempt of the same execution finds it and goes on. Another execution is refused, also one that
 * has the ARN of an execution of long ago: names are free again after 90 days, so its beginning tells the two apart.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function createRecord(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord,
): Promise<void> {
  try {
    await world.clients.dynamodb.send(
      new PutCommand({
        TableName: world.settings.ledgerTable,
        Item: { ...recordKey(cutover), ...record },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    const { executionArn, startedAt, planDigest } = await readRecord(world, cutover);
    const isOurs =
      executionArn === record.executionArn &&
      startedAt === record.startedAt &&
      planDigest === record.planDigest;
    if (isOurs) return;
    throw new Failure(
      'PlanRejected',
      `the ledger already holds a cutover ${cutover.id}; start this one under a new name`,
    );
  }
}

export async function readRecord(world: World<'dynamodb'>, cutover: CutoverRef): Promise<CutoverRecord> {
  const found = await findRecord(world, cutover);
  if (found === undefined)
    throw new Failure('LedgerBroken', `the ledger has no record of cutover ${cutover.id}`);
  return found;
}

export async function findRecord(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
): Promise<CutoverRecord | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: recordKey(cutover), ConsistentRead: true }),
  );
  return Item as CutoverRecord | undefined;
}

/** The record with its snapshot: every function after `takeSnapshot` relies on it. */
export async function readSnapshot(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
): Promise<CutoverRecord & { readonly snapshot: Snapshot }> {
  const record = await readRecord(world, cutover);
  if (record.snapshot === undefined)
    throw new Failure('LedgerBroken', `cutover ${cutover.id} has no snapshot on the ledger`);
  return { ...record, snapshot: record.snapshot };
}

/** Adds facts to the record. With `once`, facts that are there already stay as they are: first writer wins. */
export async function note(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  facts: Partial<CutoverRecord>,
  how: { readonly once?: boolean } = {},
): Promise<CutoverRecord> {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  const sets = entries.map((_, i) =>
    how.once === true ? `#f${i} = if_not_exists(#f${i}, :v${i})` : `#f${i} = :v${i}`,
  );
  const { Attributes } = await world.clients.dynamodb.send(
    new UpdateCommand({
      TableName: world.settings.ledgerTable,
      Key: recordKey(cutover),
      UpdateExpression: `SET ${sets.join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#f${i}`, name])),
      ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], i) => [`:v${i}`, value])),
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes as unknown as CutoverRecord;
}
