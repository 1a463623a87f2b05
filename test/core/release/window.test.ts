import { describe, expect, test } from 'vitest';
import { windowOf, windowProblem } from '../../../core/release/window.ts';

const now = Date.parse('2026-12-01T22:00:00Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const day = 24 * 60;

test('without a time nothing is waited for', () => {
  expect(windowOf(undefined, { now, live: true })).toEqual({ from: '', start: '', story: [] });
});

test.each([50, 10, 0, -60])('%i minutes from now: looks half an hour before', (minutes) => {
  const { from, start } = windowOf(at(minutes), { now, live: true });
  expect([from, start]).toEqual([at(minutes - 30), at(minutes)]);
});

test('a dry run waits for nothing, and says what a live one would wait for', () => {
  const { story, ...window } = windowOf(at(50), { now, live: false });
  expect(window).toEqual({ from: '', start: '' });
  expect(story).toEqual([expect.stringContaining('would wait')]);
});

describe('a file of another day is refused, live and dry', () => {
  test.each([
    [-61, /passed more than an hour ago/],
    [-400 * day, /passed/],
    [30 * day + 1, /more than 30 days ahead/],
  ])('%i minutes', (minutes, says) => {
    expect(windowProblem(at(minutes), now)?.message).toMatch(says);
    for (const live of [true, false]) expect(() => windowOf(at(minutes), { now, live })).toThrow(says);
  });

  test.each([-60, 0, 30 * day])('%i minutes are fine', (minutes) => {
    expect(windowProblem(at(minutes), now)).toBeUndefined();
  });
});

describe('what is told', () => {
  test.each([
    [50, true, 'Waits for startAt (22:50 UTC); looks from 22:20 UTC on'],
    [0, true, 'startAt (22:00 UTC) has passed: begins at once'],
    [-10, true, 'startAt (21:50 UTC) has passed: begins at once'],
    [50, false, 'A live run would wait for startAt (22:50 UTC)'],
  ])('%i minutes from now, live: %s', (minutes, live, told) => {
    expect(windowOf(at(minutes), { now, live }).story).toEqual([told]);
  });

  test('of a wrong time is the time itself', () => {
    expect(windowProblem(at(-61), now)).toMatchObject({ path: 'startAt', value: at(-61) });
  });

  test('of no time at all is nothing', () => {
    expect(windowProblem(undefined, now)).toBeUndefined();
  });
});
