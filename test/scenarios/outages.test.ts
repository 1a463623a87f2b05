/** A service is down for minutes just when the canary turns bad; and clocks that do not agree. */
import { describe, expect, test } from 'vitest';
import { tell } from './story.ts';

const bad = { at: 'weight>=26', set: { 'canary.errorRate': '40%' } };

/** From the share that turned bad to share 0, at most. Without an outage it is about three minutes. */
const backSeconds = 300;
const fiveMinutes = 300;

describe('for five minutes', () => {
  test.each([
    ['dynamodb', backSeconds, 'rolledBack'],
    ['ecs', backSeconds, 'rolledBack'],
    ['sfn', backSeconds, 'rolledBack'],
    ['application-autoscaling', backSeconds, 'rolledBack'],
    // Nobody sees metrics before it is back.
    ['cloudwatch', fiveMinutes + backSeconds, 'rolledBack'],
    // And nobody writes a rule: a person is called, and the reconciler goes on trying.
    ['elbv2', fiveMinutes + backSeconds, 'needsPerson'],
  ])('%s is down: users are back within %i s, %s', async (service, within, outcome) => {
    const down = {
      at: 'weight>=26',
      fail: { call: `${service}:*`, error: 'ServiceUnavailable', for: '5m' },
    };
    const { result, shares, seconds, rulesBefore, rulesAfter } = await tell({ when: [bad, down] });
    expect(shares).toEqual([0, 1, 26, 0]);
    expect((seconds.at(-1) ?? 0) - (seconds.at(-2) ?? 0)).toBeLessThan(within);
    expect(result.outcome).toBe(outcome);
    expect(result.invariants.broken).toEqual([]);
    expect(rulesAfter).toEqual(rulesBefore);
  });
});

describe('clocks that differ by up to ten seconds', () => {
  const production = { clocksDiffer: '10s' };

  test('a calm release goes live', async () => {
    const { result } = await tell({ production });
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  });

  test('a bad one goes back', async () => {
    const { result, shares } = await tell({ production, when: [bad] });
    expect(result).toMatchObject({ outcome: 'rolledBack', invariants: { broken: [] } });
    expect(shares).toEqual([0, 1, 26, 0]);
  });

  test('every invocation has its own, the same ones again from the same seed', async () => {
    const once = await leases('10s');
    expect(await leases('10s')).toEqual(once);
    expect(spreadOf(once)).toBeGreaterThan(5000);
    expect(spreadOf(once)).toBeLessThan(20_500);
    expect(spreadOf(await leases('0s'))).toBeLessThan(500);
  });
});

/** How long each lease of the guard is from when the ledger took it, in milliseconds: as its clock had it. */
async function leases(clocksDiffer: string): Promise<readonly number[]> {
  const seen: number[] = [];
  await tell(
    { production: { clocksDiffer } },
    {
      prepare: ({ ledger }) =>
        ledger.onChange(({ at, key, before, after }) => {
          if (key['sk'] !== 'LOCK' || after === undefined) return;
          const until = after['leaseUntil'] as number;
          if (until !== before?.['leaseUntil']) seen.push(until - at);
        }),
    },
  );
  return seen;
}

function spreadOf(seen: readonly number[]): number {
  return Math.max(...seen) - Math.min(...seen);
}
