import { describe, expect, it, test } from 'vitest';
import { mathText, metricsIn } from '../../../core/triggers/expression.ts';
import { breaches, judgeTriggers } from '../../../core/triggers/judge.ts';
import { metricsOf, triggersOf, windowSeconds } from '../../../core/triggers/triggers.ts';
import { minute, start } from '../evidence/some-minutes.ts';
import { aPlan, planOf } from '../plan/a-plan.ts';
import { many, points, type Rows } from './some-points.ts';

const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
const plan = planOf(aPlan({ triggers: { queueDepth: { queue, risingFor: '3m' } } }));

describe('points that come late', () => {
  const bad = points({ canaryRequests: [100, 100], canaryErrors: [50, 50] });
  const rings = (afterMinutes: number) =>
    judgeTriggers(triggersOf(plan, 0), bad, start + afterMinutes * minute)[0]?.verdict.outcome;

  it('make the guard late and not blind: it looks as from when they would have been in time', () => {
    expect([3, 4, 5, 9].map(rings)).toEqual(['fail', 'fail', 'fail', 'fail']);
  });

  it('of the queue do not hold up the balancer’s, nor the other way round', () => {
    const late = points({
      canaryRequests: many(9, 100),
      canaryErrors: many(9, 50),
      queueDepth: [0, 1, 2, 3],
    });
    const judged = judgeTriggers(triggersOf(plan, 0), late, start + 10 * minute);
    expect(judged.filter(({ verdict }) => verdict.outcome === 'fail').map(({ id }) => id)).toEqual([
      'http5xx',
      'http5xx',
      'queueDepth',
    ]);
  });
});

const breached = (rows: Rows, afterMinutes: number) =>
  breaches(triggersOf(plan, 0), points(rows), { since: start, now: start + afterMinutes * minute });

describe('a breach that has not lasted', () => {
  it('is found on settled minutes only', () => {
    const rows = { canaryRequests: [100, 100, 100], canaryErrors: [0, 0, 50] };
    expect(breached(rows, 3)).toEqual([]);
    expect(breached(rows, 4)).toEqual([
      expect.stringMatching(/^http5xx is over its limit: 50 % of the canary/),
      expect.stringMatching(/^http5xx \(all\) is over its limit: 50 % of all/),
    ]);
  });

  it('is not forgotten by silence', () => {
    expect(breached({ canaryRequests: [100], canaryErrors: [50] }, 9)).toHaveLength(2);
  });

  it('of a queue is half of its time: any queue rises in some minute', () => {
    expect(breached({ queueDepth: [0, 0, 1] }, 4)).toEqual([]);
    expect(breached({ queueDepth: [0, 1, 2] }, 4)).toEqual([expect.stringMatching(/^queueDepth is over/)]);
  });
});

describe('what is read', () => {
  const triggers = triggersOf(plan, 0);

  it('is every metric that a trigger asks for, and the queue’s where one is named', () => {
    const asked = new Set(
      triggers.flatMap(({ expression, sample }) => [expression, sample].flatMap(metricsIn)),
    );
    expect(new Set(metricsOf(plan))).toEqual(asked);
    expect(metricsOf(planOf(aPlan()))).not.toContain('queueDepth');
  });

  it('reaches as far back as the longest trigger', () => {
    expect(windowSeconds(triggers)).toBe(7 * 60);
  });
});

test('a rule in metric math, as CloudWatch reads it', () => {
  const [, , , all] = triggersOf(plan, 0.5);
  const [canary] = triggersOf(plan, 0);
  const failed =
    'IF(((FILL(canaryErrors,0)+FILL(canaryRefused,0))>FILL(canaryRequests,0)),FILL(canaryRequests,0),(FILL(canaryErrors,0)+FILL(canaryRefused,0)))';
  expect(mathText(canary?.expression ?? 0)).toBe(
    `IF((FILL(canaryRequests,0)>=20),((100*${failed})/FILL(canaryRequests,0)))`,
  );
  const text = mathText(all?.expression ?? 0);
  expect(text).toContain('(0.005*(FILL(canaryRequests,0)+FILL(stableRequests,0)))');
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
  for (const { expression } of triggersOf(plan, 100 / 3)) {
    expect(mathText(expression).length).toBeLessThanOrEqual(2048);
    expect(metricsIn(expression).length).toBeLessThanOrEqual(10);
  }
});
