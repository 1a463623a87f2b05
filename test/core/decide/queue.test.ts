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
