/**
 * Tasks that call Step Functions itself: `states:startExecution` in its four patterns, and `aws-sdk:sfn`. The
 * engine answers them, so no host has to.
 */

import { isRecord } from '../document.ts';
import type { ExecutionDescription } from '../engine.ts';
import { StatesApiError } from '../errors.ts';
import type { StatesHost, TaskOutcome, TaskRequest } from '../host.ts';

/** What of the engine's API is called. */
export interface OwnApi {
  startExecution(input: { stateMachineArn: string; name?: string; input: string }): {
    executionArn: string;
    startDate: number;
  };
  describeExecution(executionArn: string): ExecutionDescription;
  stopExecution(input: { executionArn: string; error?: string; cause?: string }): { stopDate: number };
  sendTaskSuccess(input: { taskToken: string; output: string }): void;
  sendTaskFailure(input: { taskToken: string; error?: string; cause?: string }): void;
  sendTaskHeartbeat(input: { taskToken: string }): void;
  whenOver(executionArn: string, act: () => void): void;
}

type Fields = Readonly<Record<string, unknown>>;
type Done = (outcome: TaskOutcome) => void;

const OPTIMISED = /^arn:[^:]+:states:[^:]*:[^:]*:states:startExecution(\.sync(?::2)?|\.waitForTaskToken)?$/;
const SDK = /^arn:[^:]+:states:[^:]*:[^:]*:aws-sdk:sfn:([A-Za-z]+)(?:\.waitForTaskToken)?$/;

/** An API call takes a moment, also of virtual time. */
const CALL_MILLISECONDS = 50;

/** Undefined where the work is somebody else's; else what stops the work. */
export function startOwn(
  api: OwnApi,
  host: StatesHost,
  { resource, arguments: args }: TaskRequest,
  done: Done,
  submitted: (output: unknown) => void,
): (() => void) | undefined {
  const fields = isRecord(args) ? args : {};
  const [whole, pattern] = OPTIMISED.exec(resource) ?? [];
  const action = SDK.exec(resource)?.[1];
  if (whole === undefined && action === undefined) return undefined;
  const job = { arn: undefined as string | undefined };
  host.clock.after(CALL_MILLISECONDS, () => {
    if (action !== undefined) {
      done(
        attempted(
          () => callSdk(api, action, fields),
          (error) => sdkFailure(error, host),
        ),
      );
      return;
    }
    const outcome = attempted(
      () => start(api, fields),
      (error) => optimisedFailure(error, host),
    );
    if ('error' in outcome) done(outcome);
    else {
      const started = outcome.output as { executionArn: string; startDate: number };
      const answer = startAnswer(started, host);
      if (pattern?.startsWith('.sync') !== true) done({ output: answer });
      else {
        job.arn = started.executionArn;
        submitted(answer);
        api.whenOver(started.executionArn, () => {
          done(jobOutcome(api.describeExecution(started.executionArn), pattern === '.sync:2'));
        });
      }
    }
  });
  return () => {
    if (job.arn !== undefined) api.stopExecution({ executionArn: job.arn });
  };
}

function attempted(call: () => unknown, failure: (error: StatesApiError) => TaskOutcome): TaskOutcome {
  try {
    return { output: call() };
  } catch (error) {
    if (error instanceof StatesApiError) return failure(error);
    throw error;
  }
}

function start(api: OwnApi, { StateMachineArn: arn, Name: name, Input: input }: Fields) {
  return api.startExecution({
    stateMachineArn: text(arn),
    input: jsonText(input),
    ...(typeof name === 'string' ? { name } : {}),
  });
}

/** A text is JSON already. */
function jsonText(value: unknown): string {
  if (value === undefined || value === null) return '{}';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function startAnswer(
  { executionArn, startDate }: { executionArn: string; startDate: number },
  host: StatesHost,
) {
  const requestId = host.uuid();
  return {
    ExecutionArn: executionArn,
    SdkHttpMetadata: { HttpHeaders: { 'x-amzn-RequestId': requestId }, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StartDate: startDate,
  };
}

/** `.sync` hands input and output on as texts, `.sync:2` as what they say. */
function jobOutcome(job: ExecutionDescription, isParsed: boolean): TaskOutcome {
  const shown = (text: string): unknown => (isParsed ? (JSON.parse(text) as unknown) : text);
  const hasSucceeded = job.status === 'SUCCEEDED';
  const details = {
    ...(job.error === undefined ? {} : { Error: job.error }),
    ...(job.cause === undefined ? {} : { Cause: job.cause }),
    ExecutionArn: job.executionArn,
    Input: shown(job.input),
    InputDetails: { Included: true },
    Name: job.name,
    ...(job.output === undefined ? {} : { Output: shown(job.output), OutputDetails: { Included: true } }),
    // Seen on AWS for executions that succeeded; the one recording of a failed one has none.
    ...(hasSucceeded
      ? {
          RedriveCount: 0,
          RedriveStatus: 'NOT_REDRIVABLE',
          RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        }
      : {}),
    StartDate: job.startDate,
    StateMachineArn: job.stateMachineArn,
    Status: job.status,
    StopDate: job.stopDate,
  };
  return hasSucceeded ? { output: details } : { error: 'States.TaskFailed', cause: JSON.stringify(details) };
}

function optimisedFailure(error: StatesApiError, host: StatesHost): TaskOutcome {
  return {
    error: `StepFunctions.${error.name}Exception`,
    cause: `${error.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${error.name}; Request ID: ${host.uuid()}; Proxy: null)`,
  };
}

function sdkFailure(error: StatesApiError, host: StatesHost): TaskOutcome {
  const name = error.name.endsWith('Exception') ? error.name : `${error.name}Exception`;
  return {
    error: `Sfn.${name}`,
    cause: `${error.message} (Service: Sfn, Status Code: 400, Request ID: ${host.uuid()}) (SDK Attempt Count: 1)`,
  };
}

const date = (milliseconds: number) => new Date(milliseconds).toISOString();

/** The SDK integration answers with the API's own members, dates as texts. */
function callSdk(api: OwnApi, action: string, fields: Fields): unknown {
  const taskToken = text(fields['TaskToken']);
  switch (action) {
    case 'startExecution': {
      const { executionArn, startDate } = start(api, fields);
      return { ExecutionArn: executionArn, StartDate: date(startDate) };
    }
    case 'describeExecution':
      return described(api.describeExecution(text(fields['ExecutionArn'])));
    case 'stopExecution': {
      const { stopDate } = api.stopExecution({
        executionArn: text(fields['ExecutionArn']),
        ...why(fields),
      });
      return { StopDate: date(stopDate) };
    }
    case 'sendTaskSuccess':
      api.sendTaskSuccess({ taskToken, output: jsonText(fields['Output']) });
      return {};
    case 'sendTaskFailure':
      api.sendTaskFailure({ taskToken, ...why(fields) });
      return {};
    case 'sendTaskHeartbeat':
      api.sendTaskHeartbeat({ taskToken });
      return {};
    default:
      throw new StatesApiError('UnsupportedOperation', `The lab does not play sfn:${action} in tasks`);
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function why({ Error: error, Cause: cause }: Fields): { error?: string; cause?: string } {
  return {
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof cause === 'string' ? { cause } : {}),
  };
}

function described(execution: ExecutionDescription): object {
  const { executionArn, stateMachineArn, name, status, input, output, error, cause } = execution;
  return {
    ExecutionArn: executionArn,
    StateMachineArn: stateMachineArn,
    Name: name,
    Status: status,
    Input: input,
    ...(output === undefined ? {} : { Output: output }),
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    StartDate: date(execution.startDate),
    ...(execution.stopDate === undefined ? {} : { StopDate: date(execution.stopDate) }),
  };
}
