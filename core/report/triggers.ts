/** What each trigger came to in one cutover: when it rang, or how near it came. */
import type { Scope } from '../triggers/trigger.ts';
import type { LookKept, RowKept } from './looks.ts';

export interface TriggerLine {
  readonly id: string;
  readonly scope: Scope;
  /** Null where it stayed quiet. */
  readonly firedAt: string | null;
  /** What was seen when it rang; else what was seen nearest to its limit. */
  readonly observed: string;
  /** How much of the limit was reached at most, 1 being all of it; absent where there is no such number. */
  readonly reached?: number;
}

/** In the order in which they were first looked at. */
export function triggerLines(looks: readonly LookKept[]): TriggerLine[] {
  const lines = new Map<string, TriggerLine>();
  for (const { at, rows } of looks)
    for (const row of rows) {
      const key = `${row.id} ${row.scope}`;
      lines.set(key, after(lines.get(key), row, at));
    }
  return [...lines.values()];
}

function after(before: TriggerLine | undefined, row: RowKept, at: string): TriggerLine {
  // What rang first is what counts: the looks after it see the same trouble.
  if (before?.firedAt != null) return before;
  const { id, scope, outcome, seen } = row;
  const reached = reachedOf(row);
  const line = { id, scope, firedAt: outcome === 'fail' ? at : null, observed: seen };
  const isNearer = before?.reached === undefined || (reached ?? -1) >= before.reached;
  if (outcome !== 'fail' && before !== undefined && !isNearer) return before;
  const most = reached ?? before?.reached;
  return { ...line, ...(most !== undefined && { reached: most }) };
}

/** A limit of 0 is reached by anything above it: a queue that rises. */
export function reachedOf({
  observed,
  threshold,
}: Pick<RowKept, 'observed' | 'threshold'>): number | undefined {
  if (observed === undefined || threshold === undefined) return undefined;
  if (threshold <= 0) return observed > threshold ? 1 : 0;
  return Math.max(0, observed / threshold);
}

/** What each of them watches. The guard's own two are `sight` and `drift`. */
const watched: Readonly<Record<string, string>> = {
  http5xx: 'requests that fail',
  latencyP95: 'slow answers',
  unhealthy: 'targets that fail their health checks',
  queueDepth: 'a queue that rises',
  probe: 'requests through its door that fail',
  sight: 'the age of the newest data',
  drift: 'weights that somebody else writes',
};

export function whatOf(id: string): string {
  return watched[id] ?? "an alarm of the team's";
}

export function whereOf(scope: Scope): string {
  return scope === 'canary' ? 'at the canary' : 'at both versions';
}
