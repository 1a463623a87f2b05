import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decideVerify, stage } from '../../../core/decide/verify.ts';
import type { Minute } from '../../../core/evidence/minutes.ts';
import { minute, minutesOf, pointsOf, second, start, steadyMinutes } from '../evidence/some-minutes.ts';
import { calm, decide, type Facts, hour, mixed, p95, rules, until } from './some-hour.ts';

describe('targets that would be left alone with the traffic', () => {
  const short = { capacity: { seen: { healthyTargets: 3, neededTargets: 4 } } };

  test('are waited for, and then it goes back', () => {
    expect(decide(short)).toMatchObject({ decision: 'hold' });
    const late = decide({
      ...short,
      now: until + 900 * second,
      minutes: steadyMinutes(80, 1000, 1, p95(240)),
    });
    expect(late.decision).toBe('rollBack');
    expect(late.reason).toContain('3 of the 4 canary targets');
  });
});

test('metrics that cannot be read are waited for, and then it goes back', () => {
  const blind = { points: { error: 'ThrottlingException: Rate exceeded' } };
  expect(decide(blind)).toMatchObject({ decision: 'hold' });
  const late = decide({ ...blind, now: until + 900 * second });
  expect(late.decision).toBe('rollBack');
  expect(late.reason).toContain('could not be read: ThrottlingException');
});

const found = (outcome: 'pass' | 'fail' | 'inconclusive' | 'error') => ({
  surroundings: [{ outcome, reason: 'what the log says' }],
});

describe('what was found beside requests', () => {
  test('is told with the numbers', () => {
    expect(decide(found('pass'))).toMatchObject({ decision: 'finish' });
    expect(decide(found('pass')).reason).toMatch(/at most 240 ms; what the log says$/);
  });

  test('fails the hour at its end, and not before', () => {
    expect(decide(found('fail'))).toEqual({ decision: 'rollBack', reason: 'what the log says' });
    expect(decide({ ...found('fail'), now: until - second })).toMatchObject({ decision: 'hold' });
  });

  test.each(['inconclusive', 'error'] as const)('that is %s extends it', (outcome) => {
    expect(decide(found(outcome))).toMatchObject({ decision: 'hold' });
  });
});

describe('evidence that never comes, where people sign off', () => {
  const late = { now: until + 900 * second, minutes: steadyMinutes(80, 1000, 1, p95(240)) };
  const blind = { ...late, points: { error: 'ThrottlingException: Rate exceeded' } };

  test('is a question to them', () => {
    const asked = decide(blind, { isSignedOff: true });
    expect(asked.decision).toBe('ask');
    expect(asked.reason).toMatch(/^extended by 15 min, .*could not be read/);
    expect(decide({ ...blind, now: late.now - second }, { isSignedOff: true }).decision).toBe('hold');
  });

  test('never is one where a limit is broken, or targets are missing', () => {
    const broken = { ...late, minutes: hour(50) };
    expect(decide(broken, { isSignedOff: true }).decision).toBe('rollBack');
    const short = { ...blind, capacity: { seen: { healthyTargets: 3, neededTargets: 4 } } };
    expect(decide(short, { isSignedOff: true }).decision).toBe('rollBack');
  });
});

describe('a finished hour', () => {
  test('within its limits finishes, with its numbers', () => {
    expect(decide({})).toEqual({
      decision: 'finish',
      reason:
        '0.1 % of 58000 requests failed in 58 minutes; p95 was at or over 500 ms in 0 of 58 minutes, at most 240 ms',
    });
  });

  test.each<[string, Partial<Facts>, string, RegExp]>([
    [
      'too many errors',
      { minutes: hour(20) },
      'rollBack',
      /2 % of 58000 requests failed, it must be under 1 %/,
    ],
    ['exactly at the limit is not under it', { minutes: hour(10) }, 'rollBack', /must be under 1 %/],
    ['a hair under the limit', { minutes: hour(9) }, 'finish', /0\.9 %/],
    [
      'an early burst that the hour does not make up for',
      { minutes: mixed(3, { errors: 900 }) },
      'rollBack',
      /must be under 1 %/,
    ],
    ['a blip that it does make up for', { minutes: mixed(1, { errors: 100 }) }, 'finish', /0\.27 %/],
    [
      'slow all the time',
      { minutes: hour(1, 500) },
      'rollBack',
      /p95 was at or over 500 ms in 58 of 58 minutes, at most 500 ms/,
    ],
    [
      'slow in a few minutes',
      { minutes: mixed(2, p95(900)) },
      'finish',
      /in 2 of 58 minutes, at most 900 ms/,
    ],
    ['slow in more than that', { minutes: mixed(3, p95(900)) }, 'rollBack', /in 3 of 58 minutes/],
    [
      'thin evidence is waited for',
      { minutes: mixed(20, { requests: 5 }) },
      'hold',
      /38 minutes could be judged, 46 are needed/,
    ],
    ['no data at all is waited for', { minutes: [] }, 'hold', /^0 of 0 minutes have a p95$/],
    ['nothing known of latency is waited for', { minutes: steadyMinutes(62, 1000, 1) }, 'hold', /p95/],
    [
      'latency known of a few minutes only is waited for',
      { minutes: [...hour(1).slice(0, 9), ...steadyMinutes(62, 1000, 1).slice(9)] },
      'hold',
      /p95/,
    ],
  ])('%s', (_title, changes, expected, text) => {
    const { decision, reason } = decide(changes);
    expect(decision).toBe(expected);
    expect(reason).toMatch(text);
  });

  test('latency is not judged where no limit is given', () => {
    const { p95Milliseconds: _limit, ...without } = rules;
    const facts = { ...calm, points: { seen: pointsOf(steadyMinutes(62, 1000, 1)) } };
    expect(decideVerify(facts, without)).toEqual({
      decision: 'finish',
      reason: '0.1 % of 58000 requests failed in 58 minutes',
    });
  });
});

describe('an extended hour', () => {
  const thin = { minutes: minutesOf([1000, 1]) };
  test.each([
    ['is waited for', 0, 'hold'],
    ['until its bound', 899, 'hold'],
    ['and then goes back', 900, 'rollBack'],
  ])('without evidence %s', (_title, seconds, expected) => {
    expect(decide({ ...thin, now: until + seconds * second }).decision).toBe(expected);
  });

  test('says how long it was extended and what is still missing', () => {
    expect(decide({ ...thin, now: until + 900 * second }).reason).toMatch(
      /^extended by 15 min, at most 15 min are allowed, and still: /,
    );
  });

  test('finishes as soon as there is enough', () => {
    const late = { now: until + 10 * minute, minutes: steadyMinutes(72, 1000, 1, p95(100)).slice(12) };
    expect(decide(late).decision).toBe('finish');
  });
});

describe('an unfinished hour', () => {
  const during = { now: start + 30 * minute };

  test('is not finished a second early, whatever it has shown', () => {
    expect(decide({ now: until - second }).decision).toBe('hold');
  });

  test('ends on ten minutes exactly at the limit: it has to be under it', () => {
    const minutes = hour(1).map((one, index) => (index >= 19 ? { ...one, errors: 10 } : one));
    expect(decide({ ...during, minutes }).decision).toBe('rollBack');
  });

  test.each<[string, readonly Minute[], string]>([
    ['is waited for when all is well', hour(1), 'hold'],
    ['is waited for on a burst that it can still make up for', mixed(9, { errors: 500 }), 'hold'],
    [
      'ends at once on ten bad minutes in a row, the newest of all',
      hour(1).map((one, index) => (index >= 19 ? { ...one, errors: 500 } : one)),
      'rollBack',
    ],
    [
      'does not end on nine',
      hour(1).map((one, index) => (index >= 20 ? { ...one, errors: 500 } : one)),
      'hold',
    ],
    ['is waited for while it sees nothing', [], 'hold'],
  ])('%s', (_title, minutes, expected) => {
    expect(decide({ ...during, minutes }).decision).toBe(expected);
  });

  test('names the share of the bad minutes when it ends early', () => {
    const minutes = hour(1).map((one, index) => (index >= 19 ? { ...one, errors: 500 } : one));
    expect(decide({ ...during, minutes }).reason).toBe('50 % of 10000 requests failed, it must be under 1 %');
  });
});

const rows = fc.array(
  fc.option(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 2 })), {
    nil: undefined,
    freq: 20,
  }),
  { minLength: 40, maxLength: 120 },
);

it('always ends: past its bound it finishes or goes back', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 900, max: 9000 }), (list, seconds) => {
      const now = until + seconds * second;
      expect(decide({ now, minutes: minutesOf(...list) }).decision).not.toBe('hold');
    }),
  );
});

it('never finishes before its time, nor without four fifths of its minutes, nor over its error rate', () => {
  let finished = 0;
  fc.assert(
    fc.property(rows, fc.integer({ min: -3600, max: 3600 }), (list, seconds) => {
      const now = until + seconds * second;
      const minutes = minutesOf(...list).map((one) => ({ ...one, p95Milliseconds: 100 }));
      if (decide({ now, minutes }, { errorRatePercent: 3 }).decision !== 'finish') return;
      finished += 1;
      expect(now).toBeGreaterThanOrEqual(until);
      const judged = minutes.filter(
        ({ at, requests }) => requests >= 20 && at >= start + 30 * second && at + 2 * minute <= now,
      );
      expect(judged.length).toBeGreaterThanOrEqual(46);
      const sum = (of: 'requests' | 'errors') => judged.reduce((total, one) => total + one[of], 0);
      expect(100 * sum('errors')).toBeLessThan(3 * sum('requests'));
    }),
    { numRuns: 2000 },
  );
  expect(finished).toBeGreaterThan(5);
});

describe('the stages after the ramp', () => {
  const plan = {
    watchSeconds: 1800,
    watchErrorRatePercent: 2,
    verify: { seconds: 3600, errorRatePercent: 1, p95Milliseconds: 500 },
    minRequestsPerMinute: 20,
    holdAtMostSeconds: 900,
  };
  test('watching asks for the error rate alone', () => {
    expect(stage(plan, 'watch')).toEqual({
      seconds: 1800,
      rules: { errorRatePercent: 2, minRequestsPerMinute: 20, holdAtMostSeconds: 900 },
    });
  });
  test('verification asks for errors and latency', () => {
    expect(stage(plan, 'verify')).toEqual({
      seconds: 3600,
      rules: { errorRatePercent: 1, p95Milliseconds: 500, minRequestsPerMinute: 20, holdAtMostSeconds: 900 },
    });
  });
  test('and says so where people sign off', () => {
    const gate = { by: ['dana@example.com'], need: 1, withinSeconds: 3600 };
    const signed = { ...plan, approvals: { 'sign-off': gate } } as unknown as Parameters<typeof stage>[0];
    expect(stage(signed, 'verify').rules.isSignedOff).toBe(true);
    const other = { ...plan, approvals: { 'go-live': gate } } as unknown as Parameters<typeof stage>[0];
    expect(stage(other, 'verify').rules).not.toHaveProperty('isSignedOff');
  });
});
