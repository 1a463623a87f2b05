/**
 * What an observer outside the cutover can see. The invariants are functions of this alone: they never ask the code
 * that they watch. Each returns why it is broken, or undefined.
 */
import type { Phase } from '../record.ts';

/** The world at one instant. */
export interface Observed {
  readonly at: number;
  /** What the rules say, in percent of the canary's group: the highest over all rules. */
  readonly writtenPercent: number;
  /** What users are served with, after propagation. */
  readonly servedPercent: number;
  readonly stable: GroupObserved;
  readonly canary: GroupObserved;
  /** Absent where the ledger holds no lock of this cutover. */
  readonly fence: { readonly phase: Phase; readonly phaseSince: number } | undefined;
  /** Since when stable has had somebody healthy: until then nobody is sent there. */
  readonly stableSince: number;
  /** Its execution is dead: what is done now, the reconciler does. */
  readonly isOrphaned: boolean;
}

export interface GroupObserved {
  readonly desiredCount: number;
  readonly healthyTargets: number;
}

export type Broken = string | undefined;

/**
 * How long a writer that was overtaken may still be heard: the longest life of a weight writer (30 s), of a call that
 * it left on the wire, and of the wait after which rollback looks again.
 */
export const stragglerMilliseconds = 150_000;

/** From the decision to go back until users are served by stable alone: the write, its retries, propagation. */
export const backMilliseconds = 90_000;

/** The reconciler comes by the minute, and may die on its way as well; the next one comes a minute later. */
export const reconcilerMilliseconds = 120_000;
