/** What Step Functions sends to Lambda and what it makes of the answer. */

import type { LambdaInvocation, StatesHost, TaskOutcome } from '../host.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The arguments of `lambda:invoke`. A text is sent as it is, so it should be JSON itself. */
export function invocationOf(args: Fields): LambdaInvocation {
  const { FunctionName: name, Payload: payload, InvocationType: type } = args;
  return {
    functionName: typeof name === 'string' ? name : '',
    payload: payloadText(payload),
    invocationType: type === 'Event' || type === 'DryRun' ? type : 'RequestResponse',
    ...optional('qualifier', args['Qualifier']),
    ...optional('logType', args['LogType']),
    ...optional('clientContext', args['ClientContext']),
  };
}

function payloadText(payload: unknown): string {
  if (payload === undefined || payload === null) return '';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}

function optional(name: string, value: unknown): object {
  return typeof value === 'string' ? { [name]: value } : {};
}

/** The service's answer around the function's. */
export function invokeAnswer(
  { output, answer = {} }: Extract<TaskOutcome, { output: unknown }>,
  host: StatesHost,
): TaskOutcome {
  const { statusCode = 200, executedVersion = '$LATEST', logResult } = answer;
  const requestId = host.uuid();
  const headers = { 'Content-Type': 'application/json', 'x-amzn-RequestId': requestId };
  return {
    output: {
      ExecutedVersion: executedVersion,
      ...(logResult === undefined ? {} : { LogResult: logResult }),
      Payload: output,
      SdkHttpMetadata: {
        AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        HttpHeaders: headers,
        HttpStatusCode: statusCode,
      },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: statusCode,
    },
  };
}

/** `lambda:invoke` parses and writes anew what the function answered; a plain ARN hands on its text. */
export function invokeFailure({ error, cause }: Extract<TaskOutcome, { error: string }>): TaskOutcome {
  try {
    return { error, cause: JSON.stringify(JSON.parse(cause)) };
  } catch {
    return { error, cause };
  }
}

/** The failure of a function that answered with `X-Amz-Function-Error`, from the body of that answer. */
export function functionFailure(body: string): Extract<TaskOutcome, { error: string }> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  const { errorType } = (parsed ?? {}) as { errorType?: unknown };
  if (typeof errorType === 'string' && errorType !== '') return { error: errorType, cause: body };
  return {
    error: 'Lambda.Unknown',
    cause: `The cause could not be determined because Lambda did not return an error type. Returned payload: ${body}`,
  };
}
