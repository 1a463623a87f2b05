import { describe, expect, test } from 'vitest';
import {
  addLines,
  judgeErrorLines,
  type LogsSeen,
  nextSlices,
  type SlicesRead,
  summedByMinute,
  trafficTimes,
} from '../../../core/decide/logs.ts';

const minute = 60_000;
const startedAt = Date.parse('2026-12-01T20:00:00Z');
const since = Date.parse('2026-12-01T22:00:00Z');
const until = since + 60 * minute;
const times = { since, until, startedAt, now: until };
const around = { groups: ['shop'], traffic: 1 };

const lines = (count: number, text = 'ERROR no route to 7') => Array.from({ length: count }, () => text);
const read = (change: Partial<SlicesRead>) => ({
  before: [],
  after: [],
  alive: ['shop'],
  to: until,
  ...change,
});
const word = (index: number) => String.fromCodePoint(97 + (index % 26), 97 + Math.floor(index / 26));
const seen = (change: Partial<SlicesRead>): LogsSeen => addLines(undefined, read(change));
const judged = (change: Partial<SlicesRead>) => judgeErrorLines(seen(change), times, around);

describe('what is read next', () => {
  test('is whole minutes, never the newest, with its counterpart before the cutover', () => {
    expect(nextSlices(undefined, { ...times, now: since + 5 * minute + 29_000 })).toEqual({
      after: { from: since, to: since + 4 * minute },
      before: { from: startedAt - 60 * minute, to: startedAt - 56 * minute },
    });
  });

  test('goes on where it was left, ten minutes at a time, to the end of the hour', () => {
    let one: LogsSeen | undefined;
    const ends: number[] = [];
    for (let slices = nextSlices(one, times); slices !== undefined; slices = nextSlices(one, times)) {
      one = addLines(one, read({ to: slices.after.to }));
      ends.push((slices.after.to - since) / minute);
    }
    expect(ends).toEqual([10, 20, 30, 40, 50, 59]);
  });

  test('is nothing where nothing is new', () => {
    expect(nextSlices(undefined, { ...times, now: since + minute })).toBeUndefined();
  });
});

describe('error lines', () => {
  test('as many as before pass, and are counted over all looks', () => {
    const twice = addLines(
      seen({ before: lines(40), after: lines(40) }),
      read({ before: lines(2), after: lines(3) }),
    );
    expect(judgeErrorLines(twice, times, around)).toMatchObject({
      outcome: 'pass',
      reason: '43 error lines in the log, 42 in as long before the cutover',
    });
  });

  test.each([
    [10, 30, 'pass'],
    [10, 31, 'fail'],
    [0, 29, 'pass'],
    [0, 30, 'fail'],
    [9, 30, 'fail'],
  ])('%d before and %d now: %s', (before, after, outcome) => {
    // One of the kind was there before, so that only the numbers speak.
    const known = addLines(seen({ before: lines(before) }), read({ after: lines(after) }));
    const usual = { ...known, before: { ...known.before, kinds: known.after.kinds } };
    expect(judgeErrorLines(usual, times, around).outcome).toBe(outcome);
  });

  test('lines that are no errors do not count', () => {
    expect(judged({ after: lines(500, 'INFO done') })).toMatchObject({ outcome: 'pass', observed: 0 });
  });

  test.each([
    [9, 'pass'],
    [10, 'fail'],
  ])('%d lines of a kind that nobody wrote before: %s, and told', (count, outcome) => {
    const verdict = judged({ before: lines(40), after: [...lines(10), ...lines(count, 'ERROR no key 8')] });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).toContain(`"ERROR no key #" (${count} ×)`);
  });

  test('of too many kinds before are no ground to call one new', () => {
    const many = Array.from({ length: 130 }, (_, index) => `ERROR ${word(index)} broke`);
    const verdict = judged({ before: many, after: lines(20, 'ERROR new one') });
    expect(verdict).toMatchObject({ outcome: 'inconclusive' });
    expect(verdict.reason).toContain('too many kinds');
  });
});

describe('how much was asked meanwhile', () => {
  // All of kinds that were there before, so that only the numbers speak.
  const many = seen({ before: lines(40), after: lines(121) });
  const judgedAt = (traffic: number | undefined) => judgeErrorLines(many, times, { ...around, traffic });

  test.each([
    ['as much as before', 1, 'fail', /121 error lines in the log, 40 in .*: more than 3 times as many$/],
    ['a little more', 1.005, 'fail', /more than 3 times as many, with 1\.0 times the requests$/],
    ['three times as much', 3, 'pass', /121 error lines in the log, 40 in as long/],
    // What a service writes by the clock goes on at night.
    ['much less', 0.1, 'fail', /more than 3 times as many$/],
    ['nobody knows how much', undefined, 'inconclusive', /and nobody counted the requests$/],
  ])('%s', (_title, traffic, outcome, reason) => {
    expect(judgedAt(traffic)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  test('fewer requests make nothing loud that was not', () => {
    const quiet = seen({ before: lines(40), after: lines(40) });
    expect(judgeErrorLines(quiet, times, { ...around, traffic: 0.01 }).outcome).toBe('pass');
  });

  test.each([
    [[], [10], undefined],
    [[10], [], undefined],
    [[0, 0], [10], undefined],
    [[10, 20], [30], 2],
    [[20, 10], [40, 20, 30], 2],
  ])('from %j a minute to %j', (before, after, expected) => {
    expect(trafficTimes(before, after)).toBe(expected);
  });

  test('is counted of both groups, minute by minute', () => {
    const [stable, canary] = [
      new Map([
        [0, 5],
        [1, 6],
      ]),
      new Map([
        [1, 4],
        [2, 1],
      ]),
    ];
    expect(summedByMinute([stable, canary])).toEqual([5, 10, 1]);
  });
});

describe('silence is not health', () => {
  test('one silent group among others is told', () => {
    const half = seen({ alive: ['shop'] });
    const verdict = judgeErrorLines(half, times, { ...around, groups: ['shop', 'jobs'] });
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'no line in jobs since 22:00 UTC' });
  });

  test('logs that could not be read are an error, with the reason', () => {
    expect(judgeErrorLines(undefined, times, { ...around, error: 'AccessDenied: no' })).toEqual({
      outcome: 'error',
      reason: 'the logs could not be read: AccessDenied: no',
    });
  });

  test('logs that were read for half of the hour say nothing of it', () => {
    const half = seen({ to: since + 30 * minute });
    expect(judgeErrorLines(half, times, around)).toMatchObject({ outcome: 'inconclusive' });
    expect(judgeErrorLines(half, times, { ...around, error: 'Throttled' })).toMatchObject({
      outcome: 'error',
    });
  });

  test('a look that fails after everything was read changes nothing', () => {
    expect(judgeErrorLines(seen({}), times, { ...around, error: 'Throttled' }).outcome).toBe('pass');
  });

  test('a log without any line is not a clean one', () => {
    const verdict = judged({ alive: [] });
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'no line in shop since 22:00 UTC' });
  });
});

const readTo = (to: number, now: number) => judgeErrorLines(seen({ to }), { ...times, now }, around).outcome;
const silentFor = (milliseconds: number) =>
  judgeErrorLines({ ...seen({}), aliveAt: { shop: until - milliseconds } }, times, around).outcome;
const kinds = (count: number) => Array.from({ length: count }, (_, index) => `ERROR ${word(index)} broke`);

describe('how far the log has to be read', () => {
  test.each<[string, number, number, string]>([
    ['two minutes behind, as CloudWatch itself is', until - 2 * minute, until, 'pass'],
    ['more than that', until - 2 * minute - 1, until, 'inconclusive'],
    ['as far as a running hour has come', since + 28 * minute, since + 30 * minute, 'pass'],
    ['not even that', since + 27 * minute, since + 30 * minute, 'inconclusive'],
    ['to the end, and not beyond, long after it', until - 2 * minute, until + 30 * minute, 'pass'],
  ])('%s', (_title, to, now, outcome) => {
    expect(readTo(to, now)).toBe(outcome);
  });

  test('nothing, where the time was too short for a look', () => {
    const short = { since, until: since + minute, startedAt, now: since + minute };
    expect(judgeErrorLines(undefined, short, around)).toEqual({
      outcome: 'pass',
      reason: 'no log was to be read in so short a time',
    });
  });
});

describe('a silence', () => {
  test('of five minutes is usual, and of more is not', () => {
    expect(silentFor(5 * minute)).toBe('pass');
    expect(silentFor(5 * minute + 1)).toBe('inconclusive');
  });
});

describe('kinds', () => {
  test('a hundred are told apart, and the next one is only counted', () => {
    const fresh = lines(20, 'ERROR new one');
    expect(judged({ before: kinds(100), after: fresh }).outcome).toBe('fail');
    expect(judged({ before: kinds(101), after: fresh }).outcome).toBe('inconclusive');
  });

  test('that are too many to be kept do no harm where nothing is new', () => {
    expect(judged({ before: kinds(130), after: kinds(20) }).outcome).toBe('pass');
  });

  test('that are new and rare are told, the three that were written most', () => {
    const rare = ['one', 'two', 'three', 'four'].flatMap((name, index) => lines(index + 1, `ERROR ${name}`));
    const verdict = judged({ before: lines(4), after: rare });
    expect(verdict).toMatchObject({ outcome: 'pass', observed: 10, threshold: 12 });
    expect(verdict.reason).toMatch(
      /new among them "ERROR four" \(4 ×\), "ERROR three" \(3 ×\), "ERROR two" \(2 ×\)$/,
    );
  });

  test('the one that was written most is the one that goes back', () => {
    const after = [...lines(11, 'ERROR rare'), ...lines(14, 'ERROR often')];
    expect(judged({ before: lines(40), after }).reason).toContain('"ERROR often" (14 ×)');
  });
});
