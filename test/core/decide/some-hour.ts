/** An hour after the ramp for tests, to be spoiled in one place. */
import { decideVerify, type VerifyFacts, type VerifyRules } from '../../../core/decide/verify.ts';
import type { Minute } from '../../../core/evidence/minutes.ts';
import { minute, pointsOf, start, steadyMinutes } from '../evidence/some-minutes.ts';

export const rules: VerifyRules = {
  errorRatePercent: 1,
  p95Milliseconds: 500,
  minRequestsPerMinute: 20,
  holdAtMostSeconds: 900,
};
export const until = start + 60 * minute;
export const p95 = (p95Milliseconds: number) => ({ p95Milliseconds });
export const hour = (errors: number, latency = 240) => steadyMinutes(62, 1000, errors, p95(latency));
const capacity = { seen: { healthyTargets: 4, neededTargets: 4 } };
/** What the tests below say of the canary in minutes stands in CloudWatch as points. */
export type Facts = Omit<VerifyFacts, 'points'> & {
  readonly minutes: readonly Minute[];
  readonly points?: VerifyFacts['points'];
};
export const calm: Facts = { now: until, since: start, until, minutes: hour(1), capacity };
export const decide = (changes: Partial<Facts>, other: Partial<VerifyRules> = {}) => {
  const { minutes, ...facts } = { ...calm, ...changes };
  return decideVerify({ points: { seen: pointsOf(minutes) }, ...facts }, { ...rules, ...other });
};
/** An hour in which so many minutes differ. */
export const mixed = (count: number, changes: Partial<Minute>) =>
  hour(1).map((one, index) => (index > 2 && index <= 2 + count ? { ...one, ...changes } : one));
