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

const now = Date.UTC(2026, 10, 23);
const day = 86_400_000;
const fine = { status: 200, tookMilliseconds: 5, body: '{"status":"ok"}' };
const answered = 'staging: GET /health answered 200 in 5 ms';
const tls = { atLeast: 'TLSv1.2', validForSeconds: 7 * 86_400 } as const;
const secured = (protocol: string, days: number) => ({
  ...fine,
  tls: { protocol, validTo: now + days * day },
});

test.each<[string, object, object, string]>([
  ['the text that is asked for', { contains: '"ok"' }, fine, answered],
  [
    'a body without it',
    { contains: '"up"' },
    fine,
    String.raw`${answered}, and its body does not contain "\"up\""`,
  ],
  ['a true condition', { condition: 'body.ok' }, { ...fine, condition: true }, answered],
  [
    'a false condition',
    { condition: 'body.ok' },
    { ...fine, condition: false },
    `${answered}, and its condition is not true: body.ok`,
  ],
  [
    'a condition that cannot be worked out',
    { condition: '$x()' },
    { ...fine, condition: { wrong: 'no function' } },
    `${answered}, and its condition could not be worked out: no function`,
  ],
  [
    'a condition that nobody worked out',
    { condition: 'body.ok' },
    fine,
    `${answered}, and its condition is not true: body.ok`,
  ],
  ['a good certificate', { tls }, secured('TLSv1.3', 30), answered],
  ['no encryption', { tls }, fine, `${answered}, and the connection was not encrypted`],
  [
    'an old protocol',
    { tls },
    secured('TLSv1.1', 30),
    `${answered}, and the connection was TLSv1.1, not TLSv1.2 or newer`,
  ],
  [
    'a protocol older still',
    { tls },
    secured('SSLv3', 30),
    `${answered}, and the connection was SSLv3, not TLSv1.2 or newer`,
  ],
  [
    'a certificate that ends soon',
    { tls },
    secured('TLSv1.3', 6),
    `${answered}, and its certificate ends at 2026-11-29 00:00 UTC, less than 168 h from now`,
  ],
  [
    'a certificate without an end',
    { tls },
    secured('TLSv1.3', Number.NaN),
    `${answered}, and its certificate does not say how long it is valid`,
  ],
])('%s', (_title, more, seen, text) => {
  const answer = judgeSmoke('staging', { ...check, ...more }, seen as typeof fine, { now });
  expect(answer).toEqual({ passed: text === answered, text });
});

test('how often it took is told, and the method', () => {
  const posted = { ...check, method: 'POST' };
  expect(judgeSmoke('staging', posted, fine, { tries: 3 }).text).toBe(
    'staging: POST /health answered 200 in 5 ms at try 3',
  );
});
