import { expect, test } from 'vitest';
import { judgeProbe, repeatsDue, repeatsPerRound } from '../../../core/triggers/probe.ts';

const rule = { path: '/health', status: 200, withinMilliseconds: 2000 };
const failed = (round: number) => ({ round, status: 503, tookMilliseconds: 80 });

test('nothing is repeated before anything was sent, nor once it rings', () => {
  expect(repeatsDue(rule, [])).toBe(0);
  expect(repeatsDue(rule, [failed(0)])).toBe(repeatsPerRound);
  expect(repeatsDue(rule, [0, 1, 2, 3, 4].map(failed))).toBe(repeatsPerRound);
  expect(repeatsDue(rule, [0, 1, 2, 3, 4, 5].map(failed))).toBe(0);
});

test.each([
  [499, 'inconclusive'],
  [500, 'fail'],
])('an answer of %i, again and again: %s', (status, expected) => {
  const answers = [0, 0, 0, 1, 1, 1].map((round) => ({ ...failed(round), status }));
  expect(judgeProbe(rule, { answers }).outcome).toBe(expected);
});
