import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from './failures.ts';
import { outOfHand } from '../core/by-hand/hand.ts';
import { type LockRow, readLock } from './ledger/lock.ts';
import type { World } from './world.ts';

/** What Step Functions says of an execution; `FORGOTTEN` where it knows it no more. */
export async function statusOf(world: World<'sfn'>, executionArn: string): Promise<string> {
  try {
    const { status } = await world.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status ?? 'UNKNOWN';
  } catch (error) {
    if (isNamed(error, 'ExecutionDoesNotExist')) return 'FORGOTTEN';
    throw error;
  }
}

/** Whether an execution with this status still runs. A status that we do not know counts as running. */
export function runs(status: string): boolean {
  return !['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'FORGOTTEN'].includes(status);
}

interface Held {
  readonly cutoverId: string;
  readonly executionArn: string;
  readonly leadingArn: string;
  readonly byHand?: unknown;
}

/**
 * Why nobody works on a cutover any more, as a sentence; undefined while somebody does. Step Functions says it of an
 * execution, and of a release by hand its lease: on the day of one, Step Functions may be what is broken.
 */
export async function whyDeserted(world: World<'dynamodb' | 'sfn'>, held: Held): Promise<string | undefined> {
  if (held.byHand === undefined) {
    const status = await statusOf(world, held.executionArn);
    return runs(status) ? undefined : `the execution is ${status} and nobody finished it`;
  }
  return whyOutOfHand(world, held, await readLock(world, held.leadingArn));
}

function whyOutOfHand(
  world: World,
  { cutoverId }: Pick<Held, 'cutoverId'>,
  row: LockRow | undefined,
): string | undefined {
  if (row?.byHand === undefined || row.cutoverId !== cutoverId)
    return 'its lock is free, and nobody finished it';
  return outOfHand({ ...row, byHand: row.byHand }, world.clock.now());
}
