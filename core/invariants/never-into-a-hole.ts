import type { Broken, Observed } from './observed.ts';

/** No shift towards a group without healthy targets. */
export function neverIntoAHole(before: Observed, now: Observed): Broken {
  if (now.writtenPercent > before.writtenPercent && now.canary.healthyTargets === 0) {
    return `the canary went from ${before.writtenPercent} % to ${now.writtenPercent} % without a healthy target`;
  }
  if (now.writtenPercent < before.writtenPercent && now.stable.healthyTargets === 0) {
    return `stable got ${100 - now.writtenPercent} % of the traffic without a healthy target`;
  }
  return undefined;
}
