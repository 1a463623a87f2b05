import { expect, test } from 'vitest';
import { judgeSmoke } from '../../../core/evidence/smoke.ts';

const check = { path: '/health', status: 200, withinMilliseconds: 2000 };

test.each([
  [
    'the right answer in time',
    { status: 200, tookMilliseconds: 42.4 },
    true,
    'the canary: GET /health answered 200 in 42 ms',
  ],
  [
    'at the very last moment',
    { status: 200, tookMilliseconds: 2000 },
    true,
    'the canary: GET /health answered 200 in 2000 ms',
  ],
  [
    'too late',
    { status: 200, tookMilliseconds: 2001 },
    false,
    'the canary: GET /health answered 200 in 2001 ms, expected 200 within 2000 ms',
  ],
  [
    'a wrong answer',
    { status: 503, tookMilliseconds: 3 },
    false,
    'the canary: GET /health answered 503 in 3 ms, expected 200 within 2000 ms',
  ],
  [
    'a redirect is a wrong answer',
    { status: 302, tookMilliseconds: 3 },
    false,
    'the canary: GET /health answered 302 in 3 ms, expected 200 within 2000 ms',
  ],
  [
    'no answer, and why',
    { unanswered: 'connect ECONNREFUSED' },
    false,
    'the canary: GET /health got no answer (connect ECONNREFUSED), expected 200 within 2000 ms',
  ],
])('%s', (_title, seen, passed, text) => {
  expect(judgeSmoke('the canary', check, seen)).toEqual({ passed, text });
});
