import type { Minute } from '../evidence/minutes.ts';
import type { Verdict } from '../verdict.ts';
import { ageText } from './findings.ts';

export interface CoverageFacts {
  readonly now: number;
  /** Of the group that carries the traffic, the newest last. */
  readonly minutes: readonly Minute[];
  readonly canaryPercent: number;
  readonly minRequestsPerMinute: number;
  /** How many numbers there are of what other triggers judge by; a key that is absent has no trigger. */
  readonly others?: { readonly [what: string]: number };
}

/** Metrics later than this leave the guard blind: it would hold the ramp. */
const agedMilliseconds = 6 * 60_000;

/** Whether the triggers have anything to judge by: the requests, the latency and the targets of the group that carries the traffic, and the queue. */
export function judgeCoverage(facts: CoverageFacts): Verdict {
  const { now, minutes, canaryPercent, minRequestsPerMinute, others = {} } = facts;
  const newest = minutes.at(-1);
  if (newest === undefined)
    return {
      outcome: 'fail',
      reason: 'no requests in CloudWatch for the group that carries the traffic: no trigger could ring',
    };
  const age = now - (newest.at + 60_000);
  if (age > agedMilliseconds)
    return {
      outcome: 'fail',
      reason: `the newest metric is ${ageText(age)} old, and the guard would be blind`,
    };
  if (minutes.every(({ p95Milliseconds }) => p95Milliseconds === undefined))
    return { outcome: 'fail', reason: 'there are requests and no latencies: p95 could not be verified' };
  const silent = Object.keys(others).filter((what) => others[what] === 0);
  if (silent.length > 0)
    return {
      outcome: 'inconclusive',
      reason: `CloudWatch has no numbers for ${silent.join(' and ')}: that trigger would be blind`,
    };
  const perMinute = minutes.reduce((sum, { requests }) => sum + requests, 0) / minutes.length;
  const canary = (perMinute * canaryPercent) / 100;
  const few =
    canary < minRequestsPerMinute
      ? `; at ${canaryPercent} % the canary would get about ${canary.toFixed(1)} a minute, and fewer than ${minRequestsPerMinute} say nothing: expect it to be held`
      : '';
  return { outcome: 'pass', reason: `about ${Math.round(perMinute)} requests a minute with latencies${few}` };
}
