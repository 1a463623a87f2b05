/** What came back over HTTP: smoke tests of staging, and requests of the team's own. */
import type { SmokeAnswer } from '../evidence/smoke.ts';
import type { Verdict } from '../verdict.ts';
import { combined, enumerated } from './findings.ts';
import type { HttpCheck } from './planned.ts';

export function judgeStaging(answers: readonly SmokeAnswer[]): Verdict {
  const verdicts = answers.map(
    ({ passed, isUnread, text }): Verdict => ({
      outcome: passed ? 'pass' : isUnread === true ? 'error' : 'fail',
      reason: text,
    }),
  );
  return combined(verdicts, enumerated(answers.map(({ text }) => text)));
}

export type HttpFacts =
  | { readonly unanswered: string }
  | {
      readonly status: number;
      readonly tookMilliseconds: number;
      /** What the condition came to; `wrong` where it could not be worked out. Absent without one. */
      readonly condition?: boolean | { readonly wrong: string };
    };

export function judgeHttp(check: HttpCheck, facts: HttpFacts): Verdict {
  const { host, pathname } = new URL(check.url);
  const asked = `GET ${host}${pathname}`;
  if ('unanswered' in facts)
    return { outcome: 'error', reason: `${asked} got no answer (${facts.unanswered})` };
  const { status, tookMilliseconds, condition } = facts;
  const got = `${asked} answered ${status} in ${Math.round(tookMilliseconds)} ms`;
  if (status !== check.status) return { outcome: 'fail', reason: `${got}, expected ${check.status}` };
  if (typeof condition === 'object')
    return {
      outcome: 'error',
      reason: `${got}, and its condition could not be worked out: ${condition.wrong}`,
    };
  if (condition === false)
    return { outcome: 'fail', reason: `${got}, and its condition is not true: ${check.condition}` };
  return { outcome: 'pass', reason: condition === undefined ? got : `${got}, and its condition holds` };
}
