/** The ramp as a list of rungs: whole percents addressed by index, never found again by value. */

export interface Climb {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** From start to end by step; the end is always a rung, even where the last step is a shorter one. */
export function climb({ start, end, step }: Climb): number[] {
  const rungs: number[] = [];
  for (let percent = start; percent < end; percent += step) rungs.push(percent);
  return [...rungs, end];
}

export function climbLength({ start, end, step }: Climb): number {
  return Math.ceil((end - start) / step) + 1;
}

export const runbookClimb: Climb = { start: 1, end: 100, step: 25 };
