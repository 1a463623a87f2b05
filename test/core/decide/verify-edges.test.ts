import { describe, expect, test } from 'vitest';
import { second, steadyMinutes } from '../evidence/some-minutes.ts';
import { decide, mixed, p95, until } from './some-hour.ts';

describe('just enough', () => {
  const fifty = mixed(8, { requests: 5 });
  const blindOf = (count: number) =>
    fifty.map((one, index) => {
      const { p95Milliseconds: _p95, ...rest } = one;
      return index > 20 && index <= 20 + count ? rest : one;
    });

  test.each([
    [12, 'finish'],
    [13, 'hold'],
  ])('four fifths of the minutes have to say something: %s are missing', (missing, expected) => {
    expect(decide({ minutes: mixed(missing, { requests: 5 }) }).decision).toBe(expected);
  });

  test.each([
    [10, 'finish'],
    [11, 'hold'],
  ])('and of those, four fifths have a p95: %s of 50 do not', (missing, expected) => {
    expect(decide({ minutes: blindOf(missing) }).decision).toBe(expected);
  });

  test.each([
    [2, 'finish'],
    [3, 'rollBack'],
  ])('one in twenty may be slow: %s of 40 are', (slow, expected) => {
    const minutes = blindOf(10).map((one, index) =>
      index > 40 && index <= 40 + slow ? { ...one, ...p95(500) } : one,
    );
    expect(decide({ minutes }).decision).toBe(expected);
  });
});

describe('targets that could not be read', () => {
  const blind = { capacity: { error: 'ThrottlingException' } };

  test('are waited for, and then it goes back, whoever could be asked: they may not be there', () => {
    expect(decide(blind)).toEqual({
      decision: 'hold',
      reason: "the canary's targets could not be read: ThrottlingException",
    });
    const late = { ...blind, now: until + 900 * second, minutes: steadyMinutes(80, 1000, 1, p95(240)) };
    expect(decide(late, { isSignedOff: true }).decision).toBe('rollBack');
  });
});
