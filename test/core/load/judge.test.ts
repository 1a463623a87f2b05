import { expect, test } from 'vitest';
import { judgeLoad, type LoadFacts } from '../../../core/load/judge.ts';

const load = { requestsPerSecond: 20, seconds: 300, errorRatePercent: 1, p95Milliseconds: 500 };
const milliseconds = { p50: 80, p90: 200, p95: 240, p99: 400, max: 900.4 };
const fine: LoadFacts = {
  startedAt: 0,
  plannedRequests: 6000,
  sentRequests: 6000,
  failedRequests: 6,
  sendingSeconds: 299.95,
  outcomes: { 200: 5994, 500: 6 },
  milliseconds,
  seconds: [],
};

test.each<[string, Partial<LoadFacts>, string, RegExp]>([
  [
    'within its limits',
    {},
    'pass',
    /^6000 requests at 20\/s: p50 80, p95 240, p99 400, at most 900 ms, 0\.1 % failed$/,
  ],
  [
    'at the limit of errors',
    { failedRequests: 60, outcomes: { 200: 5940, 500: 50, 'socket hang up': 10 } },
    'fail',
    /^1 % of 6000 requests failed \(5940 × 200, 50 × 500, 10 × socket hang up\), it must be under 1 %$/,
  ],
  [
    'at the limit of p95',
    { milliseconds: { ...milliseconds, p95: 500 } },
    'fail',
    /^p95 was 500 ms under 20 requests\/s, it must be under 500 ms/,
  ],
  ['too few sent', { sentRequests: 5800 }, 'inconclusive', /^5800 of 6000 requests were sent/],
  ['too slowly sent', { sendingSeconds: 310 }, 'inconclusive', /at 19\.4\/s instead of 20\/s/],
  ['nothing sent', { sentRequests: 0, failedRequests: 0 }, 'fail', /100 % of 0 requests failed/],
  [
    'bad and too few',
    { sentRequests: 100, failedRequests: 100 },
    'fail',
    /100 of 6000 requests were sent.*; 100 % of 100 requests failed/,
  ],
])('%s', (_title, change, outcome, says) => {
  expect(judgeLoad(load, { ...fine, ...change })).toEqual({ outcome, reason: expect.stringMatching(says) });
});
