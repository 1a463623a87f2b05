/** An execution as DescribeExecution tells it. */

import type { Execution, ExecutionStatus } from './execution.ts';
import { HISTORY_EVENTS_MAX } from './limits.ts';

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
  readonly redriveCount: number;
  readonly redriveDate?: number;
  /** Undefined where the execution can be redriven. */
  readonly whyNotRedrivable?: string;
}

const DAYS_MAX = 14;

export function whyNotRedrivable(execution: Execution): string | undefined {
  const { status, machine, stopDate = 0, host, history } = execution;
  if (machine.type === 'EXPRESS') return 'Express executions cannot be redriven';
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (host.clock.now() - stopDate > DAYS_MAX * 86_400_000) {
    return 'Execution has exceeded the redrivable period';
  }
  if (history.count >= HISTORY_EVENTS_MAX - 1) return 'Execution history event limit has been reached';
  return undefined;
}

export function describe(execution: Execution): ExecutionDescription {
  const { output, stopDate, status } = execution;
  const { error, cause } = execution.failure;
  const why = whyNotRedrivable(execution);
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
    redriveCount: execution.redriveCount,
    ...(execution.redriveDate === undefined ? {} : { redriveDate: execution.redriveDate }),
    ...(why === undefined ? {} : { whyNotRedrivable: why }),
  };
}
