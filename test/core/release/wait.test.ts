import { expect, test } from 'vitest';
import { holdPollSeconds } from '../../../core/plan/budget.ts';
import { nextWait } from '../../../core/release/wait.ts';

const now = Date.parse('2026-12-01T22:00:00Z');

test('evidence is asked for again soon, as often as the event budget was computed with', () => {
  const { until, waitFor } = nextWait(now, {});
  expect(waitFor).toBe('evidence');
  expect(Date.parse(until) - now).toBe(holdPollSeconds * 1000);
});

test('people are waited for until their hold is over', () => {
  const heldUntil = now + 3_600_000;
  expect(nextWait(now, { heldUntil })).toEqual({ until: '2026-12-01T23:00:00.000Z', waitFor: 'people' });
});
