import type { Broken } from './observed.ts';

export interface Ended {
  /** Absent while it runs. */
  readonly outcome: string | undefined;
  readonly afterSeconds: number;
  readonly longestSeconds: number;
  readonly locks: readonly string[];
  /** What it armed and left behind, in words. */
  readonly armed: readonly string[];
}

/**
 * Within the plan's longest time the execution ends in one of the four outcomes, the locks are free, what it armed is
 * gone; but where a person is needed, what keeps users guarded may stay.
 */
export function everyCutoverEnds(ended: Ended): Broken {
  if (ended.outcome === undefined) return `still running after ${ended.afterSeconds} s`;
  if (ended.afterSeconds > ended.longestSeconds)
    return `took ${ended.afterSeconds} s, at most ${ended.longestSeconds} s are possible`;
  if (ended.outcome === 'needsPerson') return undefined;
  if (ended.locks.length > 0) return `locks left behind: ${ended.locks.join(', ')}`;
  if (ended.armed.length > 0) return `left behind: ${ended.armed.join(', ')}`;
  return undefined;
}
