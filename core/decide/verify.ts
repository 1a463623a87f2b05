import { lengthText } from '../report/words.ts';
import type { Plan } from '../plan/plan.ts';
import {
  errorPercent,
  type Minute,
  minutesOf,
  percentText,
  propagationMilliseconds,
  settledMinutes,
  tellingMinutes,
  total,
} from '../evidence/minutes.ts';
import type { Points } from '../triggers/metrics.ts';
import { type Verdict, worst } from '../verdict.ts';

export interface VerifyFacts {
  readonly now: number;
  /** Start of the time that is judged. */
  readonly since: number;
  /** When the time that was asked for is over. */
  readonly until: number;
  /** What was read, or why it could not be. */
  readonly points: { readonly seen: Points } | { readonly error: string };
  readonly capacity: { readonly seen: Capacity } | { readonly error: string };
  /** What was found beside requests: in logs, of a queue. */
  readonly surroundings?: readonly Verdict[];
}

interface Capacity {
  readonly healthyTargets: number;
  readonly neededTargets: number;
}

export interface VerifyRules {
  readonly errorRatePercent: number;
  /** Absent: latency is not judged. */
  readonly p95Milliseconds?: number;
  readonly minRequestsPerMinute: number;
  readonly holdAtMostSeconds: number;
  /** Whether people are asked at the end anyway: they decide on evidence that does not come. */
  readonly isSignedOff?: boolean;
}

export type VerifyDecision = {
  readonly decision: 'finish' | 'hold' | 'ask' | 'rollBack';
  readonly reason: string;
};

/** This share of the asked minutes must have told something, or the evidence is too thin to promote on. */
export const tellingShareMin = 0.8;
/** Percentiles do not add, so the hour's p95 is judged by its minutes: this share of them may be over the limit. */
export const slowMinutesShareMax = 0.05;

/** So many minutes in a row over the error limit are no blip that the rest of the hour could make up for. */
export const sustainedMinutes = 10;

/**
 * Judges the time after the ramp against the plan's limits: failing goes back at once, missing evidence extends
 * by at most `holdAtMostSeconds` and then asks, or goes back where nobody signs off.
 */
export function decideVerify(facts: VerifyFacts, rules: VerifyRules): VerifyDecision {
  const since = facts.since + propagationMilliseconds;
  const minutes = 'seen' in facts.points ? minutesOf(facts.points.seen, 'canary') : [];
  const settled = settledMinutes(minutes, since, facts.now);
  const telling = tellingMinutes(settled, rules.minRequestsPerMinute);
  const verdict = worst([
    ...unread(facts),
    judgeErrors(telling, rules),
    judgeLatency(telling, rules),
    judgeCoverage(telling, facts),
    judgeCapacity(facts),
    ...(facts.surroundings ?? []),
  ]);
  if (verdict.outcome === 'fail' && facts.now >= facts.until)
    return { decision: 'rollBack', reason: verdict.reason };
  if (sustained(telling, rules))
    return { decision: 'rollBack', reason: judgeErrors(telling.slice(-sustainedMinutes), rules).reason };
  if (facts.now < facts.until) return { decision: 'hold', reason: verdict.reason };
  if (verdict.outcome === 'pass') return { decision: 'finish', reason: summary(telling, rules, facts) };
  const extendedSeconds = Math.round((facts.now - facts.until) / 1000);
  if (extendedSeconds < rules.holdAtMostSeconds) return { decision: 'hold', reason: verdict.reason };
  // Targets that are missing are no missing evidence.
  const isAsked = rules.isSignedOff === true && judgeCapacity(facts).outcome === 'pass';
  return {
    decision: isAsked ? 'ask' : 'rollBack',
    reason: `extended by ${lengthText(extendedSeconds)}, at most ${lengthText(rules.holdAtMostSeconds)} are allowed, and still: ${verdict.reason}`,
  };
}

function unread({ points }: VerifyFacts): Verdict[] {
  if ('seen' in points) return [];
  return [{ outcome: 'error', reason: `CloudWatch's metrics could not be read: ${points.error}` }];
}

function sustained(minutes: readonly Minute[], rules: VerifyRules): boolean {
  const last = minutes.slice(-sustainedMinutes);
  return (
    last.length === sustainedMinutes && last.every((minute) => errorPercent(minute) >= rules.errorRatePercent)
  );
}

function judgeErrors(minutes: readonly Minute[], rules: VerifyRules): Verdict {
  const sums = total(minutes);
  const observed = errorPercent(sums);
  const numbers = `${percentText(observed)} of ${sums.requests} requests failed`;
  if (observed < rules.errorRatePercent) return { outcome: 'pass', reason: numbers };
  return { outcome: 'fail', reason: `${numbers}, it must be under ${percentText(rules.errorRatePercent)}` };
}

function judgeLatency(minutes: readonly Minute[], rules: VerifyRules): Verdict {
  const limit = rules.p95Milliseconds;
  if (limit === undefined) return { outcome: 'pass', reason: 'latency is not judged' };
  const known = minutes.filter((minute) => minute.p95Milliseconds !== undefined);
  if (known.length === 0 || known.length < minutes.length * tellingShareMin) {
    const reason = `${known.length} of ${minutes.length} minutes have a p95`;
    return { outcome: 'inconclusive', reason };
  }
  const slow = known.filter((minute) => (minute.p95Milliseconds ?? 0) >= limit);
  const observed = Math.round(Math.max(...known.map((minute) => minute.p95Milliseconds ?? 0)));
  const reason = `p95 was at or over ${limit} ms in ${slow.length} of ${known.length} minutes, at most ${observed} ms`;
  return { outcome: slow.length <= known.length * slowMinutesShareMax ? 'pass' : 'fail', reason };
}

function judgeCoverage(minutes: readonly Minute[], facts: VerifyFacts): Verdict {
  // The newest two minutes are never settled, and the first one is cut by the start.
  const askedMinutes = Math.max(1, Math.floor((facts.until - facts.since) / 60_000) - 3);
  const needed = Math.ceil(askedMinutes * tellingShareMin);
  const reason = `${minutes.length} minutes could be judged, ${needed} are needed`;
  return { outcome: minutes.length >= needed ? 'pass' : 'inconclusive', reason };
}

/** While the way back is open, whoever is about to be left alone with the traffic must be able to carry it. */
function judgeCapacity({ capacity }: VerifyFacts): Verdict {
  if ('error' in capacity)
    return { outcome: 'error', reason: `the canary's targets could not be read: ${capacity.error}` };
  const { healthyTargets, neededTargets } = capacity.seen;
  const reason = `${healthyTargets} of the ${neededTargets} canary targets that carry the traffic are healthy`;
  const outcome = healthyTargets >= neededTargets ? 'pass' : 'inconclusive';
  return { outcome, reason };
}

function summary(
  minutes: readonly Minute[],
  rules: VerifyRules,
  { surroundings = [] }: Pick<VerifyFacts, 'surroundings'>,
): string {
  const sums = total(minutes);
  const errors = `${percentText(errorPercent(sums))} of ${sums.requests} requests failed in ${minutes.length} minutes`;
  const latency = rules.p95Milliseconds === undefined ? [] : [judgeLatency(minutes, rules).reason];
  return [errors, ...latency, ...surroundings.map(({ reason }) => reason)].join('; ');
}

/** What a stage after the ramp asks, and for how long. */
export function stage(
  plan: Pick<
    Plan,
    | 'watchSeconds'
    | 'watchErrorRatePercent'
    | 'verify'
    | 'minRequestsPerMinute'
    | 'holdAtMostSeconds'
    | 'approvals'
  >,
  which: 'watch' | 'verify',
): { readonly seconds: number; readonly rules: VerifyRules } {
  const { minRequestsPerMinute, holdAtMostSeconds } = plan;
  if (which === 'watch') {
    const rules = { errorRatePercent: plan.watchErrorRatePercent, minRequestsPerMinute, holdAtMostSeconds };
    return { seconds: plan.watchSeconds, rules };
  }
  const { seconds, errorRatePercent, p95Milliseconds } = plan.verify;
  const isSignedOff = plan.approvals?.['sign-off'] !== undefined;
  const limits = { errorRatePercent, p95Milliseconds, minRequestsPerMinute, holdAtMostSeconds };
  return { seconds, rules: { ...limits, ...(isSignedOff && { isSignedOff }) } };
}
