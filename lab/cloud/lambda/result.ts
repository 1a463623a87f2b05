/** What came of an invocation, in the words in which Step Functions passes it on: an output, or Error and Cause. */
import type { Ending } from './invocation.ts';

export type Result = { readonly output: unknown } | { readonly error: string; readonly cause: string };

export interface About {
  readonly requestId: string;
  readonly timeoutSeconds: number;
}

export function resultOf(ending: Ending, value: unknown, { requestId, timeoutSeconds }: About): Result {
  if (ending === 'returned') return returned(value);
  if (ending === 'threw') return thrown(value);
  const words = `RequestId: ${requestId} Error:`;
  if (ending === 'crashed')
    return failure('Runtime.ExitError', `${words} Runtime exited with error: exit status 1`);
  return failure('Sandbox.Timedout', `${words} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
}

/** Through JSON and back: what JSON cannot carry does not leave a function. */
export function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : JSON.parse(text);
}

function returned(value: unknown): Result {
  try {
    return { output: throughJson(value) };
  } catch {
    return failure('Runtime.MarshalError', 'Unable to stringify response body');
  }
}

/** The trace is left at its first line: frames name files of this machine, and the story must not. */
function thrown(value: unknown): Result {
  if (!(value instanceof Error)) return failure(typeof value, String(value), []);
  return failure(value.name, value.message, [`${value.name}: ${value.message}`]);
}

function failure(errorType: string, errorMessage: string, trace?: readonly string[]): Result {
  return { error: errorType, cause: JSON.stringify({ errorType, errorMessage, trace }) };
}
