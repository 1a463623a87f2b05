import { describe, expect, test } from 'vitest';
import { judgeTriggers, rowText } from '../../../core/triggers/judge.ts';
import { triggersOf } from '../../../core/triggers/triggers.ts';
import { minute, start } from '../evidence/some-minutes.ts';
import { many, points, type Rows } from './some-points.ts';
import { judge, plan, slow } from './some-verdicts.ts';

const one = (rows: Rows) => ({ canaryRequests: [9], canaryHealthy: [1], canaryUnhealthy: [3], ...rows });
const ringing = (of: ReturnType<typeof points>) =>
  judgeTriggers(triggersOf(plan, 0), of, start + 9 * minute).map(({ verdict }) => verdict.outcome);

describe('what a trigger rests on and tells', () => {
  test('of targets: how many of how many', () => {
    expect(judge('unhealthy canary', one({}))).toMatchObject({
      outcome: 'fail',
      observed: 75,
      sampleCount: 4,
      reason:
        "unhealthy rings: 75 % of the canary's targets fail their health checks (3 of 4, 1 min from 22:00 UTC), limit 50 %",
    });
    expect(judge('unhealthy all', one({ stableHealthy: [4], stableUnhealthy: [0] })).reason).toBe(
      '37.5 % of all targets fail their health checks (3 of 8, 1 min from 22:00 UTC), limit 50 %',
    );
  });

  test('of latency: the requests of its own scope', () => {
    const rows = slow(0, { stableRequests: many(5, 900), stableP95: many(5, 0.1) });
    expect(judge('latencyP95 canary', rows).sampleCount).toBe(500);
    expect(judge('latencyP95 all', rows).sampleCount).toBe(5000);
  });

  test('of latency that is always the same: one number, in the unit that people use for it', () => {
    expect(judge('latencyP95 canary', slow(0)).reason).toMatch(/^p95 of the canary was 200 ms \(5 min/);
    expect(judge('latencyP95 canary', slow(0, { canaryP95: many(5, 1) })).reason).toMatch(/was 1 s \(5 min/);
    expect(judge('latencyP95 canary', slow(0, { canaryP95: many(5, 0.999) })).reason).toMatch(
      /was 999 ms \(/,
    );
  });

  test('of a queue: in how many of its minutes it rose', () => {
    expect(judge('queueDepth all', { queueDepth: [0, 1, 1, 2] }).reason).toMatch(
      /^the queue jobs rose in 2 of 3 minutes from 22:01 UTC on, from 0 to 2 messages/,
    );
  });
});

test('in which order CloudWatch answered does not matter', () => {
  const rows = { canaryRequests: many(4, 100), canaryErrors: [0, 0, 90, 90] };
  const backwards = new Map([...points(rows)].map(([id, series]) => [id, new Map([...series].toReversed())]));
  expect(ringing(backwards)).toEqual(ringing(points(rows)));
  expect(ringing(backwards)).toContain('fail');
});

test('a row is told by what it is of, what came out, and what was seen', () => {
  const verdict = { outcome: 'pass', reason: '0 % of all requests failed', observed: 0 } as const;
  expect(rowText({ id: 'http5xx', scope: 'all', verdict })).toEqual({
    id: 'http5xx',
    scope: 'all',
    outcome: 'pass',
    seen: '0 % of all requests failed',
  });
});
