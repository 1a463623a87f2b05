/** Fewer than two tasks would make one bad task a 100 % outage of the canary, and of the evidence. */
export const canaryTasksMin = 2;

/** Tasks that the canary needs to carry a share: as many as stable would use for it, rounded up. */
export function canaryTasks(canaryPercent: number, stableDesiredCount: number): number {
  return Math.max(canaryTasksMin, Math.ceil((stableDesiredCount * canaryPercent) / 100));
}
