import type { WaitFor } from '../record.ts';
import { holdPollSeconds } from '../plan/budget.ts';

/** Until the next judgement of a rung: when people's hold is over at the latest, else soon. */
export function nextWait(
  now: number,
  decided: { readonly heldUntil?: number | undefined },
): { readonly until: string; readonly waitFor: WaitFor } {
  const { heldUntil } = decided;
  const until = new Date(heldUntil ?? now + holdPollSeconds * 1000).toISOString();
  return { until, waitFor: heldUntil === undefined ? 'evidence' : 'people' };
}
