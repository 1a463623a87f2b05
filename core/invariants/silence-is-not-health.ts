import type { Broken, Observed } from './observed.ts';

/** No advance on missing data: at least `needed` minutes of this rung must have been there to be seen. */
export function silenceIsNotHealth(
  before: Observed,
  now: Observed,
  seen: { readonly minutes: number; readonly needed: number },
): Broken {
  if (
    before.writtenPercent === 0 ||
    now.writtenPercent <= before.writtenPercent ||
    seen.minutes >= seen.needed
  )
    return undefined;
  return `the share rose from ${before.writtenPercent} % on ${seen.minutes} minutes of data, ${seen.needed} are needed`;
}
