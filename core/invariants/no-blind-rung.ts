import type { Broken, Observed } from './observed.ts';

export interface RungEvidence {
  /** What the last function that may allow a rise said since the last rise, or nothing. */
  readonly allowed: boolean;
  /** Whether the guard's newest look rang. */
  readonly ringing: boolean;
  /** Whether somebody else had written the weights that it rose from. */
  readonly isOverDrift: boolean;
}

/** The share rises only after a passing verdict for this rung and with nothing ringing. */
export function noBlindRung(before: Observed, now: Observed, evidence: RungEvidence): Broken {
  if (now.writtenPercent <= before.writtenPercent) return undefined;
  const rise = `the share rose from ${before.writtenPercent} % to ${now.writtenPercent} %`;
  if (!evidence.allowed) return `${rise} without a passing verdict since the last rise`;
  if (evidence.isOverDrift) return `${rise} over weights that somebody else had written`;
  return evidence.ringing ? `${rise} while a trigger rang` : undefined;
}
