/** Which errors the ErrorEquals of a retrier or catcher means. */

const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

export function matches(errorEquals: readonly string[], error: string | undefined): boolean {
  return errorEquals.some((wanted) => matchesOne(wanted, error));
}

function matchesOne(wanted: string, error: string | undefined): boolean {
  if (wanted === 'States.ALL') return true;
  if (error === undefined) return false;
  if (wanted === 'States.TaskFailed') return !TIMEOUTS.has(error);
  // A missed heartbeat is a timeout too.
  if (wanted === 'States.Timeout') return TIMEOUTS.has(error);
  return wanted === error;
}
