import type { Verdict } from '../verdict.ts';
import type { Minute } from './minutes.ts';

/** Older than this and the guard no longer knows what it guards. */
export const blindSeconds = 600;
/** Older than this and the ramp holds. */
export const dimSeconds = 360;

/**
 * Whether the guard sees the canary at all: the age of the newest minute that CloudWatch has of it, counted
 * from the canary's first share where there is none yet. `fail` means blind for too long: going back.
 */
export function judgeSight(minutes: readonly Minute[], firstShareAt: number, now: number): Verdict {
  const newest = minutes.reduce((latest, minute) => Math.max(latest, minute.at + 60_000), 0);
  const ageSeconds = Math.max(0, Math.round((now - Math.max(newest, firstShareAt)) / 1000));
  const facts = { observed: ageSeconds, threshold: blindSeconds, sampleCount: minutes.length };
  const seen =
    newest === 0 ? 'CloudWatch has shown nothing of the canary' : 'the newest data of the canary is';
  const text = newest === 0 ? `${seen} for ${ageSeconds} s` : `${seen} ${ageSeconds} s old`;
  if (ageSeconds > blindSeconds) {
    return { ...facts, outcome: 'fail', reason: `blind: ${text}, limit ${blindSeconds} s` };
  }
  if (ageSeconds > dimSeconds) {
    return {
      ...facts,
      threshold: dimSeconds,
      outcome: 'inconclusive',
      reason: `${text}, the ramp holds from ${dimSeconds} s on`,
    };
  }
  return { ...facts, outcome: 'pass', reason: text };
}
