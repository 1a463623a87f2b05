import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClimb, readShare } from '../../../core/by-hand/climb.ts';
import { problemText } from '../../../core/plan/problem.ts';

const plan = { rungs: [1, 26, 51, 76, 100], rungHoldSeconds: 300 };

describe('what is climbed', () => {
  test.each([
    ['nothing said: the plan', {}, [1, 26, 51, 76, 100], 300],
    ['the runbook’s own line', { start: '1', end: '100', step: '25', interval: '5m' }, plan.rungs, 300],
    ['an end alone cuts the plan short', { end: '60%' }, [1, 26, 51, 60], 300],
    ['a start alone', { start: '10' }, [10, 35, 60, 85, 100], 300],
    [
      'the last step may be a shorter one',
      { start: '1', end: '50', step: '7' },
      [1, 8, 15, 22, 29, 36, 43, 50],
      300,
    ],
    ['one share', { start: '30', end: '30' }, [30], 300],
    ['an interval', { end: '26', interval: '90s' }, [1, 26], 90],
  ])('%s', (_title, typed, rungs, intervalSeconds) => {
    expect(readClimb(typed, plan)).toEqual({ read: { rungs, intervalSeconds } });
  });

  test.each([
    [{ start: '50', end: '20' }, '--start: "50%": must not be above --end (20%)'],
    [{ step: '0' }, '--step: "0": must be a whole share from 1% to 99%'],
    [{ start: '0%' }, '--start: "0%": must be'],
    [{ end: '101' }, '--end: "101": must be a whole share from 1% to 100%'],
    [{ start: '1.5%' }, '--start: "1.5%": must be'],
    [{ end: 'all' }, '--end: "all": must be'],
    [{ interval: '29s' }, '--interval: "29s": must be a duration from 1m to 24h: metrics come once a minute'],
    [{ interval: '5' }, 'a number without a unit says nothing: write 5m'],
    [{ start: '1', end: '100', step: '1' }, '--step: "1%": makes more than 50 rungs'],
  ])('%o is refused', (typed, says) => {
    const read = readClimb(typed, plan);
    expect('problems' in read && read.problems.map(problemText).join('; ')).toContain(says);
  });

  test('all that is wrong is told at once', () => {
    const read = readClimb({ start: '0', end: '0', step: '0', interval: '0s' }, plan);
    expect('problems' in read && read.problems.map(({ path }) => path)).toEqual([
      '--start',
      '--end',
      '--step',
      '--interval',
    ]);
  });

  test('whatever is asked for, rungs rise strictly from start to end, or there are too many', () => {
    const share = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(share, share, share, (a, b, step) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        fc.pre((end - start) / step < 49);
        const read = readClimb({ start: `${start}%`, end: `${end}`, step: `${step}` }, plan);
        const rungs = 'read' in read ? read.read.rungs : [];
        const sorted = [...new Set(rungs)].toSorted((one, other) => one - other);
        expect({ rungs, from: rungs[0], to: rungs.at(-1) }).toEqual({ rungs: sorted, from: start, to: end });
      }),
    );
  });
});

test.each([
  ['1', 1],
  ['1%', 1],
  ['99', 99],
])('the canary’s share %s', (typed, percent) => {
  expect(readShare('--canary-percent', typed, 99)).toBe(percent);
});

test.each(['0', '100', '101', '-1', '', '1,5', '٣'])('%o is no share of a canary', (typed) => {
  expect(readShare('--canary-percent', typed, 99)).toMatchObject({ path: '--canary-percent' });
});
