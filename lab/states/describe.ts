/** An execution as DescribeExecution tells it. */

import type { Execution, ExecutionStatus } from './execution.ts';

export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Milliseconds since the epoch, virtual. */
  readonly startDate: number;
  readonly stopDate?: number;
}

export function describe(execution: Execution): ExecutionDescription {
  const { output, stopDate, status } = execution;
  const { error, cause } = execution.failure;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    name: execution.name,
    status,
    input: execution.input.text,
    ...(output === undefined ? {} : { output: output.text }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    startDate: execution.startDate,
    ...(stopDate === undefined ? {} : { stopDate }),
  };
}
