import type { Broken, Observed } from './observed.ts';

/** From the first shift until promoted, stable has at least its snapshot capacity. */
export function wayBackOpen(
  now: Observed,
  facts: { readonly hasShifted: boolean; readonly promoted: boolean; readonly snapshotCount: number },
): Broken {
  if (!facts.hasShifted || facts.promoted || now.stable.desiredCount >= facts.snapshotCount) return undefined;
  return `stable wants ${now.stable.desiredCount} tasks and had ${facts.snapshotCount} in the snapshot, with the canary at ${now.servedPercent} %`;
}
