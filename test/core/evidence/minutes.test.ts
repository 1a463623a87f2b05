import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  errorPercent,
  percentText,
  settledMinutes,
  tellingMinutes,
  timeText,
  total,
} from '../../../core/evidence/minutes.ts';
import { minute, second, start, steadyMinutes } from './some-minutes.ts';

describe('settled minutes', () => {
  const minutes = steadyMinutes(10, 100, 0);
  const settled = (since: number, now: number) => settledMinutes(minutes, since, now).length;

  test.each([
    ['the running minute says nothing', start, start + 30 * second, 0],
    ['a minute that ended just now still changes', start, start + minute, 0],
    ['a minute is final one minute after its end', start, start + 2 * minute, 1],
    ['a millisecond before that it is not', start, start + 2 * minute - 1, 0],
    ['a minute that began before the time in question is left out', start + 1, start + 3 * minute, 1],
    ['one that begins with it counts', start + minute, start + 3 * minute, 1],
    ['ten minutes later all are final', start, start + 11 * minute, 10],
  ])('%s', (_title, since, now, expected) => {
    expect(settled(since, now)).toBe(expected);
  });

  it('come in the order of time, whatever CloudWatch answered', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(minutes), (some) => {
        const ats = settledMinutes(some, start, start + 60 * minute).map(({ at }) => at);
        expect(ats).toEqual(ats.toSorted((a, b) => a - b));
        expect(ats).toHaveLength(some.length);
      }),
    );
  });
});

test.each([
  ['nothing asked, nothing failed', { requests: 0, errors: 0 }, 0],
  ['errors without a request are all errors', { requests: 0, errors: 3 }, 100],
  ['a share', { requests: 200, errors: 5 }, 2.5],
  ['refused connections may outnumber the counted requests', { requests: 10, errors: 12 }, 100],
])('error percent: %s', (_title, counts, expected) => {
  expect(errorPercent(counts)).toBe(expected);
});

test('a minute tells something from the asked number of requests on', () => {
  const minutes = [19, 20, 21].map((requests, index) => ({
    at: start + index * minute,
    requests,
    errors: 0,
  }));
  expect(tellingMinutes(minutes, 20).map(({ requests }) => requests)).toEqual([20, 21]);
});

test('totals add up', () => {
  expect(total(steadyMinutes(3, 50, 2))).toEqual({ requests: 150, errors: 6 });
  expect(total([])).toEqual({ requests: 0, errors: 0 });
});

test.each([
  [0, '0 %'],
  [0.04, '0.04 %'],
  [0.999, '1 %'],
  [5, '5 %'],
  [12.345, '12.3 %'],
  [100, '100 %'],
])('%d percent is told as %s', (percent, text) => {
  expect(percentText(percent)).toBe(text);
});

test('times are told in UTC', () => {
  expect(timeText(start + 5 * minute)).toBe('22:05 UTC');
});
