import { describe, expect, test } from 'vitest';
import { desired, tell } from './story.ts';

describe('a calm afternoon', () => {
  test('is promoted by the runbook’s clock, and nobody notices', async () => {
    const { result, shares, seconds, lab } = await tell({});
    expect(result.outcome).toBe('promoted');
    expect(result.invariants.broken).toEqual([]);
    expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
    const minutesFromFirst = seconds.slice(1).map((at) => (at - (seconds[1] ?? 0)) / 60);
    // Each share is seen up to 30 s after it is written.
    for (const [index, minute] of [0, 15, 20, 25, 30].entries()) {
      expect(minutesFromFirst[index]).toBeGreaterThan(minute - 0.6);
      expect(minutesFromFirst[index]).toBeLessThan(minute + 0.6);
    }
    expect(seconds[1]).toBeLessThan(180);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 0, 'claude-proxy-b': 4 });
    expect(result.users.failed / result.users.requests).toBeLessThan(0.002);
  });

  test('ends with the new group alone in the rule and nothing left behind', async () => {
    const { lab, rulesAfter } = await tell({});
    const { rules, groups } = lab.production.names;
    const [forward] = rulesAfter[rules[0] ?? ''] as [{ ForwardConfig: { TargetGroups: unknown[] } }];
    expect(forward.ForwardConfig.TargetGroups).toEqual([{ TargetGroupArn: groups.b, Weight: 1 }]);
    expect(Object.keys(rulesAfter)).toHaveLength(2);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i tells the same story twice, to the byte', async (seed) => {
    const [one, two] = [await tell({}, { seed }), await tell({}, { seed })];
    expect(JSON.stringify(one.result)).toBe(JSON.stringify(two.result));
    expect(one.result.outcome).toBe('promoted');
    expect(one.result.invariants.broken).toEqual([]);
  });

  test('goes the other way round when b carries the traffic', async () => {
    const { result, shares, lab } = await tell({}, { production: { carrying: 'b' } });
    expect(result.outcome).toBe('promoted');
    expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  });
});
