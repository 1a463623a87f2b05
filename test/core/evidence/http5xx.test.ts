import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { judgeHttp5xx } from '../../../core/evidence/http5xx.ts';
import { minute, minutesOf, type Row } from './some-minutes.ts';

const trigger = { abovePercent: 5, forSeconds: 120 };
const judge = (rows: readonly Row[], changes: Partial<typeof trigger> = {}) =>
  judgeHttp5xx(minutesOf(...rows), { ...trigger, ...changes }, 20);

describe('http5xx at 5 % for 2 minutes', () => {
  test.each<[string, readonly Row[], string]>([
    ['no minute at all', [], 'inconclusive'],
    ['one bad minute has not lasted', [[100, 50]], 'inconclusive'],
    [
      'two bad minutes ring',
      [
        [100, 50],
        [100, 50],
      ],
      'fail',
    ],
    [
      'two good minutes pass',
      [
        [100, 0],
        [100, 0],
      ],
      'pass',
    ],
    [
      'exactly at the limit is not over it',
      [
        [100, 5],
        [100, 5],
      ],
      'pass',
    ],
    [
      'a hair over the limit is',
      [
        [1000, 51],
        [1000, 51],
      ],
      'fail',
    ],
    [
      'a bad and a good minute: has not lasted',
      [
        [100, 90],
        [100, 0],
      ],
      'pass',
    ],
    [
      'a good and a bad minute: has not lasted yet',
      [
        [100, 0],
        [100, 90],
      ],
      'pass',
    ],
    [
      'a high average with one good minute does not ring',
      [
        [1000, 990],
        [1000, 50],
      ],
      'pass',
    ],
    [
      'only the newest minutes count',
      [
        [100, 90],
        [100, 90],
        [100, 0],
        [100, 0],
      ],
      'pass',
    ],
    [
      'bad after good rings',
      [
        [100, 0],
        [100, 0],
        [100, 6],
        [100, 6],
      ],
      'fail',
    ],
    ['a gap between two bad minutes is not health', [[100, 90], undefined, [100, 90]], 'inconclusive'],
    ['a gap between two good minutes is not health', [[100, 0], undefined, [100, 0]], 'inconclusive'],
    [
      'a minute with too few requests is a gap',
      [
        [100, 90],
        [19, 19],
        [100, 90],
      ],
      'inconclusive',
    ],
    [
      'silent minutes after two bad ones do not switch it off',
      [
        [100, 90],
        [100, 90],
        [3, 0],
        [0, 0],
      ],
      'fail',
    ],
    [
      'too few requests all the time',
      [
        [19, 19],
        [19, 19],
        [19, 19],
      ],
      'inconclusive',
    ],
    [
      'exactly enough requests',
      [
        [20, 2],
        [20, 2],
      ],
      'fail',
    ],
  ])('%s', (_title, rows, expected) => {
    expect(judge(rows).outcome).toBe(expected);
  });

  test('says what was seen, of how many, against which limit and since when', () => {
    expect(
      judge([
        [200, 30],
        [100, 60],
      ]),
    ).toEqual({
      outcome: 'fail',
      observed: 30,
      threshold: 5,
      windowSeconds: 120,
      sampleCount: 300,
      reason:
        "http5xx rings: 30 % of the canary's requests failed (90 of 300, 2 min from 22:00 UTC), limit 5 %",
    });
  });

  test('says what is missing when it cannot tell', () => {
    expect(judge([[100, 90]])).toMatchObject({
      sampleCount: 100,
      reason: '1 of 2 consecutive minutes with at least 20 canary requests',
    });
  });
});

describe('other windows', () => {
  test.each([
    ['one minute', 60, 1],
    ['three minutes', 180, 3],
    ['a window that is no whole minute is rounded up', 90, 2],
    ['no window is one minute', 0, 1],
  ])('%s', (_title, forSeconds, needed) => {
    const bad = Array.from({ length: needed }, () => [100, 50] as const);
    expect(judge(bad, { forSeconds }).outcome).toBe('fail');
    expect(judge(bad.slice(1), { forSeconds }).outcome).toBe('inconclusive');
  });

  test('a limit of 0 % rings on any error and passes on none', () => {
    expect(
      judge(
        [
          [100, 1],
          [100, 1],
        ],
        { abovePercent: 0 },
      ).outcome,
    ).toBe('fail');
    expect(
      judge(
        [
          [100, 0],
          [100, 0],
        ],
        { abovePercent: 0 },
      ).outcome,
    ).toBe('pass');
  });
});

const row = fc.option(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 })), {
  nil: undefined,
});

it('rings only where the newest telling minutes follow each other and each is over the limit', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (rows, needed) => {
      const minutes = minutesOf(...rows);
      const verdict = judgeHttp5xx(minutes, { abovePercent: 5, forSeconds: needed * 60 }, 20);
      const newest = minutes.filter(({ requests }) => requests >= 20).slice(-needed);
      const last = newest.at(-1)?.at ?? 0;
      const whole = newest.length === needed && last - (newest[0]?.at ?? 0) === (needed - 1) * minute;
      const bad = newest.every(({ requests, errors }) => Math.min(1, errors / requests) > 0.05);
      const told = bad ? 'fail' : 'pass';
      expect(verdict.outcome).toBe(whole ? told : 'inconclusive');
      expect(verdict.threshold).toBe(5);
    }),
  );
});
