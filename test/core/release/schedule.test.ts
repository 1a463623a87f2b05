import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { schedule, waitUntil } from '../../../core/release/schedule.ts';
import { minute, second, start } from '../evidence/some-minutes.ts';

/** The runbook's own numbers. */
const plan = { rungs: [1, 26, 51, 76, 100], bakeSeconds: 300, settleSeconds: 300, rungHoldSeconds: 300 };

/** Climbs the ramp; each rung goes live so many milliseconds after the one before was due. */
function climb(lateness: readonly number[]): { liveAt: number; dueAt: number }[] {
  const climbed: { liveAt: number; dueAt: number }[] = [];
  for (const [index, late] of lateness.entries()) {
    const last = climbed.at(-1);
    const liveAt = (last?.dueAt ?? start) + late;
    const before = last && { index: index - 1, dueAt: last.dueAt };
    climbed.push({ liveAt, dueAt: schedule({ plan, index, liveAt, before, live: true }).dueAt });
  }
  return climbed;
}

/** Minutes after T at which rungs went live. */
const minutesAt = (climbed: readonly { liveAt: number }[]) =>
  climbed.map(({ liveAt }) => (liveAt - start) / minute);

describe("the runbook's clock", () => {
  test('26 % at T+15m, then every five minutes, 100 % at T+30m', () => {
    expect(minutesAt(climb([0, 0, 0, 0, 0]))).toEqual([0, 15, 20, 25, 30]);
  });

  test('the first rung bakes five minutes, settles five and is held five', () => {
    const { bakeUntil, dueAt, next, isLast } = schedule({
      plan,
      index: 0,
      liveAt: start,
      before: undefined,
      live: true,
    });
    expect(bakeUntil).toBe('2026-12-01T22:05:00.000Z');
    expect(new Date(dueAt).toISOString()).toBe('2026-12-01T22:15:00.000Z');
    expect({ next, isLast }).toEqual({ next: 'bake', isLast: false });
  });

  test('a few seconds lost in each shift are not lost again in the next', () => {
    const late = 20 * second;
    expect(minutesAt(climb([0, late, late, late, 0]))).toEqual([0, 15 + 1 / 3, 20 + 1 / 3, 25 + 1 / 3, 30]);
  });

  test('a full minute is still on time, more is not: a held rung moves all that follow', () => {
    expect(minutesAt(climb([0, minute, 0, 0, 0]))).toEqual([0, 16, 20, 25, 30]);
    const held = minutesAt(climb([0, minute + 1, 0, 0, 0])).map((at) => Math.round(at));
    expect(held).toEqual([0, 16, 21, 26, 31]);
    expect(minutesAt(climb([0, 0, 7 * minute, 0, 0]))).toEqual([0, 15, 27, 32, 37]);
  });
});

test.each([
  ['the first rung', 0, 5, 'bake', false],
  ['one in the middle', 2, 5, 'hold', false],
  ['the last', 4, 5, 'watch', true],
  ['the only one', 0, 1, 'bake', true],
] as const)('what follows: %s', (_title, index, count, next, isLast) => {
  const ramp = { ...plan, rungs: plan.rungs.slice(0, count) };
  expect(schedule({ plan: ramp, index, liveAt: start, before: undefined, live: true })).toMatchObject({
    next,
    isLast,
  });
});

test('in a dry run no wait is in the future', () => {
  const { bakeUntil } = schedule({ plan, index: 0, liveAt: start, before: undefined, live: false });
  expect(bakeUntil).toBe('2026-12-01T22:00:00.000Z');
  expect(waitUntil(start, start + 9 * minute, 300, false)).toBe('2026-12-01T22:00:00.000Z');
});

describe('a wait after a wait', () => {
  test("keeps the runbook's clock", () => {
    expect(waitUntil(start + 4 * second, start + 5 * minute, 300, true)).toBe('2026-12-01T22:05:00.000Z');
  });

  test('moves up where a person skipped the one before', () => {
    expect(waitUntil(start + minute, start + 10 * minute, 300, true)).toBe('2026-12-01T22:06:00.000Z');
  });

  test('and so does the rung after a hold that was skipped', () => {
    expect(minutesAt(climb([0, -4 * minute, 0, 0, 0]))).toEqual([0, 11, 16, 21, 26]);
  });
});

it('no rung is judged sooner than its hold after the one before was due, nor later than its hold after it went live', () => {
  const lateness = fc.array(fc.integer({ min: 0, max: 20 * minute }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(lateness, (late) => {
      const climbed = climb([0, ...late.slice(1)]);
      for (const [index, { liveAt, dueAt }] of climbed.entries()) {
        const hold = index === 0 ? 15 * minute : 5 * minute;
        expect(dueAt - liveAt).toBeLessThanOrEqual(hold);
        expect(dueAt - liveAt).toBeGreaterThanOrEqual(hold - minute);
      }
    }),
  );
});
