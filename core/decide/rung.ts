import type { Plan } from '../plan/plan.ts';
import { type Http5xxTrigger, judgeHttp5xx } from '../evidence/http5xx.ts';
import {
  errorPercent,
  type Minute,
  percentText,
  propagationMilliseconds,
  settledMinutes,
  tellingMinutes,
  timeText,
} from '../evidence/minutes.ts';
import { judgeSight } from '../evidence/sight.ts';
import { type Verdict, worst } from '../verdict.ts';

/** What is known at the end of a rung. */
export interface RungFacts {
  readonly now: number;
  readonly firstShareAt: number;
  /** When this rung's weight was read back. */
  readonly rungLiveAt: number;
  /** When the rung was due to be judged: `holdAtMostSeconds` counts from here. */
  readonly dueAt: number;
  readonly minutes: readonly Minute[];
  /** Whether every rule still says what we confirmed; the text names what differs. */
  readonly drift: string | undefined;
  readonly capacity: { readonly healthyTargets: number; readonly neededTargets: number };
}

export interface RungRules {
  readonly http5xx: Http5xxTrigger;
  readonly minRequestsPerMinute: number;
  readonly holdAtMostSeconds: number;
}

export type RungDecision = { readonly decision: 'advance' | 'hold' | 'rollBack'; readonly reason: string };

/** A rung is judged on at least this many of its own minutes. */
export const minutesNeeded = 2;

/**
 * Whether the share may rise. It rises only on evidence of this rung; without evidence it holds for at most
 * `holdAtMostSeconds` and then goes back, since nobody has shown that going on is safe.
 */
export function decideRung(facts: RungFacts, rules: RungRules): RungDecision {
  const settled = settledMinutes(facts.minutes, facts.firstShareAt + propagationMilliseconds, facts.now);
  const ringing = judgeHttp5xx(settled, rules.http5xx, rules.minRequestsPerMinute);
  if (ringing.outcome === 'fail') return { decision: 'rollBack', reason: ringing.reason };
  const verdict = worst([
    judgeOwnMinutes(facts, rules),
    judgeSight(facts.minutes, facts.firstShareAt, facts.now),
    judgeStanding(facts),
  ]);
  if (verdict.outcome === 'pass') return { decision: 'advance', reason: verdict.reason };
  if (verdict.outcome === 'fail') return { decision: 'rollBack', reason: verdict.reason };
  const heldSeconds = Math.round((facts.now - facts.dueAt) / 1000);
  if (heldSeconds < rules.holdAtMostSeconds) return { decision: 'hold', reason: verdict.reason };
  return {
    decision: 'rollBack',
    reason: `held for ${heldSeconds} s, at most ${rules.holdAtMostSeconds} s are allowed, and still: ${verdict.reason}`,
  };
}

/** The rung's own evidence: enough minutes, and the newest not over the limit. */
function judgeOwnMinutes(facts: RungFacts, rules: RungRules): Verdict {
  const own = settledMinutes(facts.minutes, facts.rungLiveAt + propagationMilliseconds, facts.now);
  const telling = tellingMinutes(own, rules.minRequestsPerMinute);
  const newest = telling.at(-1);
  if (telling.length < minutesNeeded || newest === undefined) {
    return {
      outcome: 'inconclusive',
      sampleCount: telling.length,
      reason:
        `${telling.length} of ${minutesNeeded} minutes of this rung can be judged ` +
        `(at least ${rules.minRequestsPerMinute} canary requests a minute are needed)`,
    };
  }
  const observed = errorPercent(newest);
  const facts5xx = `${percentText(observed)} of ${newest.requests} canary requests failed in the minute of ${timeText(newest.at)}`;
  if (observed > rules.http5xx.abovePercent) {
    return {
      outcome: 'inconclusive',
      observed,
      reason: `${facts5xx}, over ${percentText(rules.http5xx.abovePercent)}`,
    };
  }
  return { outcome: 'pass', observed, sampleCount: newest.requests, reason: facts5xx };
}

/** Whether the ground is as we left it and the next share has tasks to land on. */
function judgeStanding(facts: RungFacts): Verdict {
  if (facts.drift !== undefined)
    return { outcome: 'inconclusive', reason: `somebody else changed the weights: ${facts.drift}` };
  const { healthyTargets, neededTargets } = facts.capacity;
  if (healthyTargets < neededTargets) {
    return {
      outcome: 'inconclusive',
      observed: healthyTargets,
      threshold: neededTargets,
      reason: `${healthyTargets} of the ${neededTargets} canary targets that the next share needs are healthy`,
    };
  }
  return { outcome: 'pass', reason: `${healthyTargets} canary targets are healthy` };
}

/** The part of a plan that a rung is judged by. */
export function rungRules(
  plan: Pick<Plan, 'triggers' | 'minRequestsPerMinute' | 'holdAtMostSeconds'>,
): RungRules {
  const { triggers, minRequestsPerMinute, holdAtMostSeconds } = plan;
  return { http5xx: triggers.http5xx, minRequestsPerMinute, holdAtMostSeconds };
}
