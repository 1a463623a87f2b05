/** Executions: started, told, stopped, started again where they failed. */
import { StatesApiError, stateMachineTypeNotSupported, validationException } from '../../states/errors.ts';
import type { ExecutionDescription } from '../../states/engine.ts';
import { checkArn } from '../arns.ts';
import * as kinds from '../kinds.ts';
import { oneOf, optional, required, text } from '../members.ts';
import { given, operation, seconds } from '../operation.ts';
import { page } from '../pages.ts';

const includedData = optional(oneOf('ALL_DATA', 'METADATA_ONLY'));

const start = {
  stateMachineArn: required(kinds.arn),
  name: optional(kinds.name),
  input: optional(kinds.data),
  traceHeader: optional(kinds.traceHeader),
};

export const StartExecution = operation(start, ({ stateMachineArn, name, input = '{}' }, { engine }) => {
  checkArn(stateMachineArn, 'stateMachine');
  const { executionArn, startDate } = engine.startExecution({ stateMachineArn, input, ...given({ name }) });
  return { executionArn, startDate: seconds(startDate) };
});

/** AWS bills at least 64 MB, and time by the tenth of a second. */
const billed = { memoryMegabytes: 64, stepMilliseconds: 100 };

export const StartSyncExecution = operation(
  { ...start, includedData },
  async ({ stateMachineArn, name, input = '{}', traceHeader, includedData: included }, { engine }) => {
    checkArn(stateMachineArn, 'stateMachine');
    const ended = await engine.startSyncExecution({ stateMachineArn, input, ...given({ name }) });
    const took = (ended.stopDate ?? ended.startDate) - ended.startDate;
    return {
      ...told(ended, included === 'METADATA_ONLY'),
      ...given({ traceHeader }),
      billingDetails: {
        billedMemoryUsedInMB: billed.memoryMegabytes,
        billedDurationInMilliseconds: Math.ceil(took / billed.stepMilliseconds) * billed.stepMilliseconds,
      },
    };
  },
);

export const DescribeExecution = operation(
  { executionArn: required(kinds.arn), includedData },
  ({ executionArn, includedData: included }, { engine }) => {
    checkArn(executionArn, 'execution');
    const execution = engine.describeExecution(executionArn);
    return { ...told(execution, included === 'METADATA_ONLY'), ...redrives(execution) };
  },
);

export const StopExecution = operation(
  { executionArn: required(kinds.arn), error: optional(kinds.error), cause: optional(kinds.cause) },
  ({ executionArn, error, cause }, { engine }) => {
    checkArn(executionArn, 'execution');
    return { stopDate: seconds(engine.stopExecution({ executionArn, ...given({ error, cause }) }).stopDate) };
  },
);

export const RedriveExecution = operation(
  { executionArn: required(kinds.arn), clientToken: optional(text({ min: 1, max: 64 })) },
  ({ executionArn }, { engine }) => {
    checkArn(executionArn, 'execution');
    return { redriveDate: seconds(engine.redriveExecution({ executionArn }).redriveDate) };
  },
);

export const ListExecutions = operation(
  {
    stateMachineArn: optional(kinds.arn),
    mapRunArn: optional(kinds.longArn),
    statusFilter: optional(
      oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'),
    ),
    redriveFilter: optional(oneOf('REDRIVEN', 'NOT_REDRIVEN')),
    maxResults: optional(kinds.pageSize),
    nextToken: optional(text({ min: 1, max: 3096 })),
  },
  ({ stateMachineArn, mapRunArn, statusFilter, redriveFilter, maxResults, nextToken }, { engine }) => {
    const arn = machineAskedFor(stateMachineArn, mapRunArn);
    if (engine.describeStateMachine(arn).type === 'EXPRESS') throw stateMachineTypeNotSupported();
    const wanted = engine
      .listExecutions()
      .filter((one) => one.stateMachineArn === arn)
      .toReversed();
    const about = `executions/${arn}/${statusFilter ?? ''}/${redriveFilter ?? ''}`;
    const filtered = wanted.filter(
      ({ status, redriveCount }) =>
        (statusFilter === undefined || status === statusFilter) &&
        (redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN')),
    );
    const { shown, ...rest } = page(filtered, (one) => one.executionArn, about, { maxResults, nextToken });
    return { executions: shown.map((one) => ({ ...inList(one), ...redriven(one) })), ...rest };
  },
);

function machineAskedFor(stateMachineArn: string | undefined, mapRunArn: string | undefined): string {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined))
    throw validationException('Must specify exactly one of stateMachineArn or mapRunArn');
  if (mapRunArn !== undefined) {
    checkArn(mapRunArn, 'mapRun');
    throw new StatesApiError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  }
  checkArn(stateMachineArn ?? '', 'stateMachine');
  return stateMachineArn ?? '';
}

function inList({ executionArn, stateMachineArn, name, status, startDate, stopDate }: ExecutionDescription) {
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
  };
}

function redriven({ redriveCount, redriveDate }: ExecutionDescription) {
  return { redriveCount, ...(redriveDate !== undefined && { redriveDate: seconds(redriveDate) }) };
}

/** Without the data where only what is about them is asked for. */
function told(execution: ExecutionDescription, isBare: boolean): object {
  const { input, output, error, cause } = execution;
  const details = { included: !isBare };
  return {
    ...inList(execution),
    ...(!isBare && { input, ...given({ output, error, cause }) }),
    inputDetails: details,
    ...(output !== undefined && { outputDetails: details }),
  };
}

function redrives(execution: ExecutionDescription): object {
  const { whyNotRedrivable: why } = execution;
  if (why === undefined) return { ...redriven(execution), redriveStatus: 'REDRIVABLE' };
  return { ...redriven(execution), redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: why };
}
