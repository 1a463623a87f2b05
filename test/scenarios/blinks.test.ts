/** A source of the guard's blinks: the share holds while it lasts, and a healthy release is not given up for it. */
import { describe, expect, test } from 'vitest';
import { tell } from './story.ts';
import { expectHome, secondsToSafety } from './trigger-story.ts';

const whole = [0, 1, 26, 51, 76, 100];
const failing = (call: string, error: string, lasting: string) => ({
  at: 'weight>=26 +5s',
  fail: { call, error, for: lasting },
});
const says = (result: Awaited<ReturnType<typeof tell>>['result'], part: string) =>
  result.story.filter(({ text }) => text.includes(part)).length;

describe('the rules cannot be read', () => {
  test.each([
    ['1m', 60],
    ['7m', 7 * 60],
  ])('for %s: told once each way, and promoted in the end', async (lasting, failingSeconds) => {
    const { result, shares, seconds } = await tell({
      when: [failing('elbv2:DescribeRules', 'ThrottlingException', lasting)],
    });
    expect(result.outcome).toBe('promoted');
    expect(shares).toEqual(whole);
    expect(says(result, 'The rules cannot be read: ')).toBe(1);
    expect(says(result, 'The rules can be read again')).toBe(1);
    // Not before they could be read again.
    expect((seconds[3] ?? 0) - (seconds[2] ?? 0)).toBeGreaterThan(failingSeconds);
    expect(result.invariants.broken).toEqual([]);
  });

  test('for longer than the budget: blind, and back', async () => {
    const told = await tell({ when: [failing('elbv2:DescribeRules', 'ThrottlingException', '645s')] });
    expectHome(told);
    expect(told.shares).toEqual([0, 1, 26, 0]);
    expect(told.result.reason).toMatch(/^blind: the rules could not be read for 6\d\d s, limit 600 s/);
    expect(secondsToSafety(told, told.seconds[2] ?? 0)).toBeLessThan(13 * 60);
  });

  test('and the canary goes bad meanwhile: it goes back for that, in its usual time', async () => {
    const bad = { at: 'weight>=26', set: { 'canary.errorRate': '30%' } };
    const told = await tell({ when: [bad, failing('elbv2:DescribeRules', 'ThrottlingException', '3m')] });
    expectHome(told);
    expect(told.result.reason).toMatch(/^http5xx rings/);
    expect(secondsToSafety(told, told.seconds[2] ?? 0)).toBeLessThan(6 * 60);
  });
});

test('targets cannot be counted when a rung is due: it is held until they can', async () => {
  const { result, shares } = await tell({
    when: [
      { at: 'weight>=26 +4m', fail: { call: 'elbv2:DescribeTargetHealth', error: 'Throttling', for: '3m' } },
    ],
  });
  expect(result.outcome).toBe('promoted');
  expect(shares).toEqual(whole);
});

describe('the ledger cannot be written or read by the guard', () => {
  test.each([
    ['dynamodb:UpdateItem', '50s'],
    ['dynamodb:GetItem', '50s'],
    ['dynamodb:UpdateItem', '2m'],
  ])('%s for %s: the guard tries again', async (call, lasting) => {
    const { result, shares } = await tell({ when: [failing(call, 'InternalServerError', lasting)] });
    expect(result.outcome).toBe('promoted');
    expect(shares).toEqual(whole);
    expect(result.invariants.broken).toEqual([]);
  });

  test('for five minutes: back, and people read what failed where', async () => {
    const fault = failing('dynamodb:UpdateItem', 'InternalServerError', '5m');
    const { result, shares, seconds } = await tell({
      when: [{ ...fault, fail: { ...fault.fail, function: 'lookAtTriggers' } }],
    });
    expect(result.outcome).toBe('rolledBack');
    expect(shares).toEqual([0, 1, 26, 0]);
    expect((seconds[3] ?? 0) - (seconds[2] ?? 0)).toBeLessThan(280);
    expect(result.reason).toMatch(
      /^CloudBusy: dynamodb:UpdateItem of lookAtTriggers failed: InternalServerError: /,
    );
  });
});
