/** What a Catch of the state machine hands on. */
export interface CaughtError {
  readonly Error?: string | undefined;
  readonly Cause?: string | undefined;
}

/** Errors whose sentence says it all. */
const speaking = new Set(['Aborted', 'TriggerRang']);

/**
 * One sentence for people. Lambda puts a JSON document with `errorMessage` into the cause; a Fail state of ours puts
 * the sentence itself there, and then the error's name adds nothing.
 */
export function reasonOf(error: CaughtError): string {
  const name = error.Error ?? 'unknown error';
  const cause = error.Cause ?? '';
  const message = messageOf(cause);
  if (message !== undefined) return speaking.has(name) ? message : `${name}: ${message}`;
  return cause === '' ? name : cause;
}

function messageOf(cause: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(cause);
    const message = (parsed as { errorMessage?: unknown } | null)?.errorMessage;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
