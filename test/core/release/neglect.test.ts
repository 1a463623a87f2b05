import { expect, test } from 'vitest';
import { neglectOf } from '../../../core/release/neglect.ts';

const now = Date.parse('2026-12-01T22:10:00Z');
const ago = (seconds: number) => now - seconds * 1000;
const mark = (seconds: number) => ({ kind: 'alarm', reason: 'http5xx rings', at: ago(seconds) }) as const;

test.each([
  ['a lease that runs', { leaseUntil: now + 1 }, undefined],
  ['one that ran out just now', { leaseUntil: ago(180) }, undefined],
  [
    'one that nobody renewed',
    { leaseUntil: ago(181) },
    'nobody guards the release: its lease ran out at 22:06 UTC',
  ],
  ['a mark that is being acted on', { leaseUntil: now, mark: mark(180) }, undefined],
  [
    'a mark that nobody heard',
    { leaseUntil: now, mark: mark(181) },
    'http5xx rings; nobody had acted on it since 22:06 UTC',
  ],
])('%s', (_title, row, expected) => {
  expect(neglectOf({ phase: 'releasing', ...row }, now)).toBe(expected);
  expect(neglectOf({ phase: 'rollingBack', ...row }, now)).toBeUndefined();
  expect(neglectOf({ phase: 'promoting', ...row }, now)).toBeUndefined();
});
