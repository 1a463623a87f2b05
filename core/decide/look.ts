import { type Http5xxTrigger, judgeHttp5xx } from '../evidence/http5xx.ts';
import { type Minute, propagationMilliseconds, settledMinutes } from '../evidence/minutes.ts';
import { judgeSight } from '../evidence/sight.ts';
import type { Fence } from '../record.ts';
import type { Verdict } from '../verdict.ts';

export interface LookFacts {
  readonly now: number;
  /** Absent until the canary has been given a share. */
  readonly firstShareAt: number | undefined;
  readonly fence: Pick<Fence, 'phase'>;
  readonly minutes: readonly Minute[];
  /** Since when the rules have said something that no writer of ours wrote. */
  readonly driftSince: number | undefined;
}

export interface LookRules {
  readonly http5xx: Http5xxTrigger;
  readonly minRequestsPerMinute: number;
  readonly holdAtMostSeconds: number;
}

export type Look = {
  readonly decision: 'quiet' | 'ringing' | 'over';
  readonly reason: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
};

/** One look of the guard. `over` once watching has been ended by the release itself. */
export function decideLook(facts: LookFacts, rules: LookRules): Look {
  if (facts.fence.phase !== 'releasing') {
    return { decision: 'over', reason: `the cutover is ${facts.fence.phase}`, verdicts: {} };
  }
  const drift = judgeDrift(facts, rules);
  if (facts.firstShareAt === undefined) {
    // Nothing can be seen of a canary without a share, but the rules can be somebody else's already.
    const decision = drift.outcome === 'fail' ? 'ringing' : 'quiet';
    const reason = drift.outcome === 'pass' ? 'the canary has no share yet' : drift.reason;
    return { decision, reason, verdicts: { drift } };
  }
  const settled = settledMinutes(facts.minutes, facts.firstShareAt + propagationMilliseconds, facts.now);
  const http5xx = judgeHttp5xx(settled, rules.http5xx, rules.minRequestsPerMinute);
  const sight = judgeSight(facts.minutes, facts.firstShareAt, facts.now);
  const verdicts = { http5xx, sight, drift };
  const failing = [http5xx, sight, drift].find((verdict) => verdict.outcome === 'fail');
  if (failing !== undefined) return { decision: 'ringing', reason: failing.reason, verdicts };
  return { decision: 'quiet', reason: http5xx.reason, verdicts };
}

/** Weights that somebody else wrote hold the ramp; after the budget the cutover goes back, never "corrects". */
function judgeDrift(facts: LookFacts, rules: LookRules): Verdict {
  if (facts.driftSince === undefined) return { outcome: 'pass', reason: 'the rules say what we wrote' };
  const observed = Math.round((facts.now - facts.driftSince) / 1000);
  const numbers = `somebody else has changed the weights for ${observed} s, limit ${rules.holdAtMostSeconds} s`;
  const outcome = observed >= rules.holdAtMostSeconds ? 'fail' : 'inconclusive';
  return { outcome, observed, threshold: rules.holdAtMostSeconds, reason: numbers };
}
