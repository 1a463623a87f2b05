import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from './failures.ts';
import type { World } from './world.ts';

/** Whether an execution still runs. One that Step Functions has forgotten does not. */
export async function isRunning(world: World<'sfn'>, executionArn: string): Promise<boolean> {
  try {
    const { status } = await world.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' || status === 'PENDING_REDRIVE';
  } catch (error) {
    if (isNamed(error, 'ExecutionDoesNotExist')) return false;
    throw error;
  }
}
