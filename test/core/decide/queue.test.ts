import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeQueue } from '../../../core/decide/queue.ts';

const minute = 60_000;
const since = Date.parse('2026-12-01T22:00:00Z');
const until = since + 60 * minute;
const series = (depth: (index: number) => number | undefined, minutes = 60) =>
  new Map(
    Array.from({ length: minutes }, (_, index) => [since + index * minute, depth(index)] as const).flatMap(
      ([at, value]) => (value === undefined ? [] : [[at, value] as const]),
    ),
  );
const judge = (depth: (index: number) => number | undefined) =>
  judgeQueue('jobs', series(depth), since, until);

test.each([
  ['is empty', () => 0],
  ['is long and stays so', () => 5000],
  ['is worked off', (index: number) => 600 - index * 10],
  ['rises and drains, again and again', (index: number) => (index % 10) * 100],
  ['rises once and drains', (index: number) => (index > 20 && index < 38 ? 4000 : 0)],
  ['is 20 messages longer', (index: number) => (index > 30 ? 20 : 0)],
])('a queue that %s is stable', (_, depth) => {
  expect(judge(depth)).toMatchObject({ outcome: 'pass' });
});

test('a queue that rises slowly is not, though no two minutes tell', () => {
  expect(judge((index) => 100 + index * 2)).toEqual({
    outcome: 'fail',
    reason: 'the queue jobs went from 120 to 200 messages, at most 150 are no rise',
    observed: 200,
    threshold: 150,
  });
});

test.each([
  ['no depth at all', () => undefined],
  ['depths of half of the minutes', (index: number) => (index < 30 ? 0 : undefined)],
])('%s: nothing is known', (_, depth) => {
  expect(judge(depth)).toMatchObject({ outcome: 'inconclusive' });
});

test('more messages at the end never turn a rise into none', () => {
  const depths = fc.array(fc.nat(10_000), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(depths, fc.nat(1000), (all, more) => {
      const longer = judge((index) => (all[index] ?? 0) + (index >= 40 ? more : 0));
      expect(judge((index) => all[index]).outcome === 'fail' && longer.outcome !== 'fail').toBe(false);
    }),
  );
});

test('too few minutes are counted, and said', () => {
  expect(judge((index) => (index < 45 ? 0 : undefined))).toEqual({
    outcome: 'inconclusive',
    reason: 'the depth of the queue jobs is known of 45 minutes, 46 are needed',
    sampleCount: 45,
  });
  expect(judge((index) => (index < 46 ? 0 : undefined)).outcome).toBe('pass');
});

test('a queue of which nothing was ever read is not known', () => {
  expect(judgeQueue('jobs', undefined, since, until)).toMatchObject({
    outcome: 'inconclusive',
    sampleCount: 0,
  });
});

/** The shortest time of which a queue is judged: ten of its minutes are enough. */
const shortUntil = since + 15 * minute;
const short = (depth: (index: number) => number | undefined) =>
  judgeQueue('jobs', series(depth, 15), since, shortUntil);

test.each([
  ['first', (index: number) => (index >= 5 ? 0 : undefined)],
  ['last', (index: number) => (index < 10 ? 0 : undefined)],
])('a time whose %s third is dark has nothing to compare', (_, depth) => {
  expect(short(depth)).toEqual({
    outcome: 'inconclusive',
    reason: 'the depth of the queue jobs is not known at both ends',
  });
});

test('of a time so short that a third is no minute nothing is said', () => {
  expect(
    judgeQueue(
      'jobs',
      series(() => 0, 2),
      since,
      since + 2 * minute,
    ).outcome,
  ).toBe('inconclusive');
});

test('what was before the time, or comes after it, does not count', () => {
  const around = new Map([
    ...Array.from({ length: 15 }, (_, index) => [since - (index + 1) * minute, 9000] as const),
    ...series(() => 50, 15),
    ...Array.from({ length: 15 }, (_, index) => [shortUntil + index * minute, 9000] as const),
  ]);
  expect(judgeQueue('jobs', around, since, shortUntil)).toMatchObject({ outcome: 'pass', observed: 50 });
  const outside = new Map([...around].filter(([at]) => at < since || at >= shortUntil));
  expect(judgeQueue('jobs', outside, since, shortUntil)).toMatchObject({ sampleCount: 0 });
});

const half = (index: number) => (index % 2 === 0 ? 0 : 100);

test('a third is its own minutes: the middle one of them speaks, whatever a minute between them shows', () => {
  // Of twenty minutes, ten of each, the upper middle is 100; one minute more or less would turn it.
  expect(judge((index) => (index === 20 ? 0 : half(index)))).toMatchObject({ threshold: 125, observed: 100 });
  expect(judge((index) => (index === 40 ? 100 : index === 41 ? 0 : half(index))).observed).toBe(100);
});

test('one minute out of line is not the middle', () => {
  expect(judge((index) => ([10, 50].includes(index) ? 5000 : 7))).toMatchObject({
    observed: 7,
    threshold: 27,
  });
});

test('in which order CloudWatch answered does not matter', () => {
  const backwards = new Map([...series((index) => 100 + index * 2)].toReversed());
  expect(judgeQueue('jobs', backwards, since, until)).toEqual(judge((index) => 100 + index * 2));
});
