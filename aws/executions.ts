import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from './failures.ts';
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
