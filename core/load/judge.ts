/** Whether staging bore the load. */
import { combined } from '../checks/findings.ts';
import { percentText } from '../evidence/minutes.ts';
import type { BuiltinLoad } from '../plan/plan.ts';
import type { Verdict } from '../verdict.ts';

/** Latencies are counted from when a request was due, so that a stall is seen and not waited out. */
export interface LoadFacts {
  /** When the first request was due. */
  readonly startedAt: number;
  readonly plannedRequests: number;
  readonly sentRequests: number;
  /** No answer, or another one than 2xx: redirects are not followed. */
  readonly failedRequests: number;
  /** From the first request to the last one sent. */
  readonly sendingSeconds: number;
  /** Answers by status, and what was said where there was none. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly milliseconds: Percentiles;
  /** By the second in which requests were due. */
  readonly seconds: readonly LoadSecond[];
}

export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadSecond extends Percentiles {
  readonly second: number;
  readonly requests: number;
  readonly failed: number;
}

/** Below this share of what was asked for, another load was tried than the plan's. */
export const achievedShareMin = 0.98;

export function judgeLoad(
  { requestsPerSecond, seconds, errorRatePercent, p95Milliseconds }: Omit<BuiltinLoad, 'engine' | 'path'>,
  facts: LoadFacts,
): Verdict {
  const { sentRequests, failedRequests, milliseconds } = facts;
  const achieved = achievedPerSecond(facts, requestsPerSecond);
  const passed = `${sentRequests} requests at ${rounded(achieved)}/s: ${percentiles(milliseconds)}, ${percentText(failedPercent(facts))} failed`;
  const found: Verdict[] = [];
  if (
    sentRequests < facts.plannedRequests * achievedShareMin ||
    achieved < requestsPerSecond * achievedShareMin
  )
    found.push({
      outcome: 'inconclusive',
      reason: `${sentRequests} of ${facts.plannedRequests} requests were sent, at ${rounded(achieved)}/s instead of ${requestsPerSecond}/s for ${seconds} s: too much for one function, use fewer or engine k6`,
    });
  if (failedPercent(facts) >= errorRatePercent)
    found.push({
      outcome: 'fail',
      reason: `${percentText(failedPercent(facts))} of ${sentRequests} requests failed (${outcomesText(facts)}), it must be under ${percentText(errorRatePercent)}`,
    });
  if (milliseconds.p95 >= p95Milliseconds)
    found.push({
      outcome: 'fail',
      reason: `p95 was ${Math.round(milliseconds.p95)} ms under ${requestsPerSecond} requests/s, it must be under ${p95Milliseconds} ms (${percentiles(milliseconds)}, ${failedRequests} failed)`,
    });
  return combined(found, passed);
}

function failedPercent({ sentRequests, failedRequests }: LoadFacts): number {
  return sentRequests === 0 ? 100 : (100 * failedRequests) / sentRequests;
}

/** So many as were sent in the time that sending took; the last interval is not cut off. */
export function achievedPerSecond(
  { sentRequests, sendingSeconds }: Pick<LoadFacts, 'sentRequests' | 'sendingSeconds'>,
  requestsPerSecond: number,
): number {
  return sentRequests / (sendingSeconds + 1 / requestsPerSecond);
}

export function percentiles({ p50, p95, p99, max }: Percentiles): string {
  return `p50 ${Math.round(p50)}, p95 ${Math.round(p95)}, p99 ${Math.round(p99)}, at most ${Math.round(max)} ms`;
}

function outcomesText({ outcomes }: LoadFacts): string {
  return Object.entries(outcomes)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([outcome, times]) => `${times} × ${outcome}`)
    .join(', ');
}

function rounded(amount: number): number {
  return Number(amount.toFixed(1));
}
