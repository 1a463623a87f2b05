import { describe, expect, test } from 'vitest';
import { usualErrorPercent } from '../../../core/triggers/http5xx.ts';
import { type Scope, spareMinutes, type TriggerId } from '../../../core/triggers/trigger.ts';
import { many, points, type Rows } from './some-points.ts';
import { judge, slow } from './some-verdicts.ts';

const old = (gap: number) => ({
  canaryRequests: [100, 100, ...many(gap, 0)],
  canaryErrors: [90, 90],
  stableRequests: many(2 + gap, 100),
});
const usual = (rows: Rows) => usualErrorPercent(points(rows));

describe('http5xx on the canary: over 5 % in each of two minutes', () => {
  test.each<[string, Rows, string]>([
    ['nothing at all', { canaryRequests: [] }, 'inconclusive'],
    ['one bad minute has not lasted', { canaryRequests: [100], canaryErrors: [50] }, 'inconclusive'],
    ['two bad minutes', { canaryRequests: [100, 100], canaryErrors: [50, 50] }, 'fail'],
    ['refused connections alone', { canaryRequests: [100, 100], canaryRefused: [50, 50] }, 'fail'],
    ['half of each', { canaryRequests: [100, 100], canaryErrors: [3, 3], canaryRefused: [3, 3] }, 'fail'],
    ['no error was ever published', { canaryRequests: [100, 100] }, 'pass'],
    ['exactly at the limit', { canaryRequests: [100, 100], canaryErrors: [5, 5] }, 'pass'],
    ['a hair over', { canaryRequests: [1000, 1000], canaryErrors: [51, 51] }, 'fail'],
    ['a bad minute, then a good one', { canaryRequests: [100, 100], canaryErrors: [90] }, 'pass'],
    ['a good minute, then a bad one', { canaryRequests: [100, 100], canaryErrors: [undefined, 90] }, 'pass'],
    ['only the newest count', { canaryRequests: many(4, 100), canaryErrors: [90, 90] }, 'pass'],
    [
      'errors whose requests are late do not count',
      { canaryRequests: [100], canaryErrors: [90, 90] },
      'inconclusive',
    ],
    [
      'a gap between two bad minutes: an alarm goes by those that exist',
      { canaryRequests: [100, undefined, 100], canaryErrors: [90, undefined, 90] },
      'fail',
    ],
    [
      'a minute with too few requests is such a gap',
      { canaryRequests: [100, 19, 100], canaryErrors: [90, 19, 90] },
      'fail',
    ],
    [
      'silence after two bad minutes does not switch it off',
      { canaryRequests: [100, 100, 3], canaryErrors: [90, 90] },
      'fail',
    ],
    [
      'too few requests all the time',
      { canaryRequests: many(4, 19), canaryErrors: many(4, 19) },
      'inconclusive',
    ],
    ['exactly enough', { canaryRequests: [20, 20], canaryErrors: [2, 2] }, 'fail'],
  ])('%s', (_title, rows, expected) => {
    expect(judge('http5xx canary', rows).outcome).toBe(expected);
  });

  test('says what was seen, of how many, against which limit and since when', () => {
    expect(judge('http5xx canary', { canaryRequests: [200, 100], canaryErrors: [30, 60] })).toEqual({
      outcome: 'fail',
      observed: 15,
      threshold: 5,
      windowSeconds: 120,
      sampleCount: 300,
      reason:
        "http5xx rings: 30 % of the canary's requests failed (90 of 300, 2 min from 22:00 UTC), limit 5 %",
    });
  });

  test('says what is missing when it cannot tell', () => {
    expect(judge('http5xx canary', { canaryRequests: [100] }).reason).toBe(
      '1 of 2 minutes can be judged (at least 20 requests a minute are needed)',
    );
  });

  test('does not reach further back than an alarm: two spare minutes', () => {
    expect(judge('http5xx canary', old(spareMinutes - 1)).outcome).toBe('fail');
    expect(judge('http5xx canary', old(spareMinutes)).outcome).toBe('inconclusive');
  });
});

describe('http5xx on everybody', () => {
  const calm = { canaryRequests: [100, 100], stableRequests: [900, 900] };

  test.each<[string, Rows, string]>([
    ['both groups are added', { ...calm, canaryErrors: [30, 30], stableErrors: [21, 21] }, 'fail'],
    ['a bad canary alone is one of ten', { ...calm, canaryErrors: [50, 50] }, 'pass'],
    ['stable alone', { ...calm, stableErrors: [51, 51] }, 'fail'],
    ['one group without any request', { stableRequests: [100, 100], stableErrors: [6, 6] }, 'fail'],
    ['the balancer’s own errors', { ...calm, balancerErrors: [51, 51] }, 'fail'],
    [
      'refused connections and the 502 that they end in are one failure',
      { ...calm, stableRefused: [30, 30], balancerErrors: [30, 30] },
      'pass',
    ],
    [
      'what the balancer answered besides them is another',
      { ...calm, stableRefused: [30, 30], balancerErrors: [60, 60] },
      'fail',
    ],
    [
      'enough requests only together',
      { canaryRequests: [10, 10], stableRequests: [10, 10], stableErrors: [2, 2] },
      'fail',
    ],
  ])('%s', (_title, rows, expected) => {
    expect(judge('http5xx all', rows).outcome).toBe(expected);
  });

  test('what the balancer always answers by itself does not count', () => {
    const rows = { ...calm, balancerErrors: [80, 80] };
    expect(judge('http5xx all', rows, 0).outcome).toBe('fail');
    expect(judge('http5xx all', rows, 2).outcome).toBe('fail');
    expect(judge('http5xx all', rows, 4).outcome).toBe('pass');
  });

  test('and neither is credit for other errors', () => {
    expect(judge('http5xx all', { ...calm, stableErrors: [51, 51] }, 50).outcome).toBe('fail');
  });

  test('what is usual is measured over all that was read, refused connections left out', () => {
    expect(usual({ ...calm, balancerErrors: [30, 10] })).toBe(2);
    expect(usual({ ...calm, balancerErrors: [30, 10], stableRefused: [10, 10] })).toBe(1);
    expect(usual({ ...calm, balancerErrors: [30, 10], canaryRefused: [10, 10] })).toBe(1);
    expect(usual({ ...calm, stableRefused: [10] })).toBe(0);
    expect(usual({ balancerErrors: [10] })).toBe(0);
  });
});

describe('latencyP95: over 2 s in each of five minutes', () => {
  test.each<[string, `${TriggerId} ${Scope}`, Rows, string]>([
    ['five slow minutes', 'latencyP95 canary', slow(5), 'fail'],
    ['four', 'latencyP95 canary', slow(4), 'pass'],
    ['exactly at the limit', 'latencyP95 canary', slow(5, { canaryP95: many(5, 2) }), 'pass'],
    ['of too few requests', 'latencyP95 canary', slow(5, { canaryRequests: many(5, 19) }), 'inconclusive'],
    ['whose point is late', 'latencyP95 canary', slow(5, { canaryP95: many(4, 2.1) }), 'inconclusive'],
    [
      'the canary’s, on everybody',
      'latencyP95 all',
      slow(5, { stableRequests: many(5, 900), stableP95: many(5, 0.1) }),
      'fail',
    ],
    [
      'stable’s, on everybody',
      'latencyP95 all',
      slow(0, { stableRequests: many(5, 900), stableP95: many(5, 3) }),
      'fail',
    ],
    [
      'stable’s is not the canary’s',
      'latencyP95 canary',
      slow(0, { stableRequests: many(5, 900), stableP95: many(5, 3) }),
      'pass',
    ],
    [
      'a handful of slow answers of stable',
      'latencyP95 all',
      slow(0, { stableRequests: many(5, 3), stableP95: many(5, 3) }),
      'pass',
    ],
  ])('%s', (_title, of, rows, expected) => {
    expect(judge(of, rows).outcome).toBe(expected);
  });

  test('says how slow', () => {
    expect(judge('latencyP95 canary', slow(4)).reason).toBe(
      'p95 of the canary was 200 ms to 2.1 s (5 min from 22:00 UTC), limit 2 s',
    );
  });
});

describe('unhealthy: over half of the targets in a minute', () => {
  test.each<[string, `${TriggerId} ${Scope}`, Rows, string]>([
    ['all', 'unhealthy canary', { canaryRequests: [9], canaryUnhealthy: [4], canaryHealthy: [0] }, 'fail'],
    [
      'a third',
      'unhealthy canary',
      { canaryRequests: [9], canaryUnhealthy: [1], canaryHealthy: [2] },
      'pass',
    ],
    [
      'exactly half',
      'unhealthy canary',
      { canaryRequests: [9], canaryUnhealthy: [2], canaryHealthy: [2] },
      'pass',
    ],
    [
      'nobody is sent there yet',
      'unhealthy canary',
      { canaryUnhealthy: [4], canaryHealthy: [0] },
      'inconclusive',
    ],
    [
      'no target at all',
      'unhealthy canary',
      { canaryRequests: [9], canaryUnhealthy: [0], canaryHealthy: [0] },
      'inconclusive',
    ],
    [
      'added',
      'unhealthy all',
      { canaryUnhealthy: [3], canaryHealthy: [0], stableUnhealthy: [1], stableHealthy: [2] },
      'fail',
    ],
    [
      'the canary alone is not everybody',
      'unhealthy all',
      { canaryUnhealthy: [1], canaryHealthy: [0], stableHealthy: [4], stableUnhealthy: [0] },
      'pass',
    ],
  ])('%s', (_title, of, rows, expected) => {
    expect(judge(of, rows).outcome).toBe(expected);
  });
});

describe('queueDepth: deeper each minute for three minutes', () => {
  test.each<[string, readonly (number | undefined)[], string]>([
    ['rises', [0, 1, 2, 3], 'fail'],
    ['rises and stays once', [0, 1, 1, 2], 'pass'],
    ['rises and drains once', [50, 60, 10, 20], 'pass'],
    ['is deep and stays', [900, 900, 900, 900], 'pass'],
    ['rises from before what is known', [1, 2, 3], 'inconclusive'],
    ['rises over a gap, which takes a minute more', [0, 1, undefined, 2, 3], 'inconclusive'],
  ])('%s', (_title, depths, expected) => {
    expect(judge('queueDepth all', { queueDepth: depths }).outcome).toBe(expected);
  });

  test('says from where to where', () => {
    expect(judge('queueDepth all', { queueDepth: [10, 20, 40, 70] }).reason).toBe(
      'queueDepth rings: the queue jobs rose in 3 of 3 minutes from 22:01 UTC on, from 10 to 70 messages, limit 3 minutes in a row',
    );
  });
});
