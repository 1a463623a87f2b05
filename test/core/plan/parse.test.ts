import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { aPlan, arns, planOf, withTarget, withTaskDefinition } from './a-plan.ts';

describe('a plan that names only its service, release and target is the runbook', () => {
  it('has its numbers', () => {
    expect(planOf(aPlan())).toMatchObject({
      live: false,
      canaryPercent: 1,
      rungs: [1, 26, 51, 76, 100],
      bakeSeconds: 300,
      settleSeconds: 300,
      rungHoldSeconds: 300,
      watchSeconds: 1800,
      watchErrorRatePercent: 1,
      holdAtMostSeconds: 900,
      minRequestsPerMinute: 20,
      verify: { seconds: 3600, errorRatePercent: 1, p95Milliseconds: 500 },
      triggers: {
        http5xx: { abovePercent: 5, forSeconds: 120 },
        latencyP95: { aboveMilliseconds: 2000, forSeconds: 300 },
        unhealthy: { abovePercent: 50, forSeconds: 60 },
        alarms: [],
      },
      smoke: [{ path: '/health', status: 200, withinMilliseconds: 2000 }],
      target: { canaryDoor: { header: 'x-cutover' }, services: ['claude-proxy-a', 'claude-proxy-b'] },
    });
  });

  it('watches no queue that it does not name', () => {
    expect(planOf(aPlan()).triggers).not.toHaveProperty('queueDepth');
    const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
    expect(planOf(aPlan({ triggers: { queueDepth: { queue } } })).triggers.queueDepth).toEqual({
      queueUrl: queue,
      risingForSeconds: 600,
    });
  });

  it('survives JSON unchanged', () => {
    const plan = planOf(aPlan());
    expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
  });
});

describe('rungs', () => {
  it.each([
    ['by 25', { start: '1%', end: '100%', step: '25%' }, [1, 26, 51, 76, 100]],
    ['by 30', { step: '30%' }, [1, 31, 61, 91, 100]],
    ['a last step that fits', { start: '20%', step: '40%' }, [20, 60, 100]],
    ['one step over the end', { start: '5%', step: '99%' }, [5, 100]],
    ['one by one', { rungs: ['1%', '5%', '25%', '100%'] }, [1, 5, 25, 100]],
    [
      'fifty of them',
      { start: '2%', step: '2%', interval: '1m' },
      Array.from({ length: 50 }, (_, i) => 2 * i + 2),
    ],
  ])('%s', (_title, ramp, rungs) => {
    const plan = planOf(aPlan({ ramp, watch: '5m', verify: { for: '5m' }, holdAtMost: '4m' }));
    expect(plan.rungs).toEqual(rungs);
    expect(plan.canaryPercent).toBe(rungs[0]);
  });

  it('start where the canary starts, when the ramp does not say', () => {
    expect(planOf(aPlan({ canary: { percent: '5%' } })).rungs).toEqual([5, 30, 55, 80, 100]);
  });
});

describe('accepted as written', () => {
  it.each<[string, Record<string, unknown>, Partial<Plan>]>([
    [
      'watch as a mapping',
      { watch: { for: '10m', errorRate: '0.5%' } },
      { watchSeconds: 600, watchErrorRatePercent: 0.5 },
    ],
    ['watch as a duration', { watch: '45m' }, { watchSeconds: 2700, watchErrorRatePercent: 1 }],
    ['no settling', { canary: { settle: '0s' } }, { settleSeconds: 0 }],
    ['live', { live: true }, { live: true }],
    ['a request count', { minRequests: 1 }, { minRequestsPerMinute: 1 }],
  ])('%s', (_title, changes, expected) => {
    expect(planOf(aPlan(changes))).toMatchObject(expected);
  });

  it('a listener, for its default action', () => {
    expect(planOf(withTarget({ rules: [arns.listener, arns.rule] })).target.rules).toHaveLength(2);
  });

  it("a team's own test rule as the door", () => {
    const rule = `${arns.rule.slice(0, -4)}0000`;
    expect(planOf(withTarget({ canaryDoor: { rule } })).target.canaryDoor).toEqual({ rule });
  });

  it('a production URL with a trailing slash, which goes', () => {
    expect(planOf(withTarget({ productionUrl: 'https://shop.example.com:8443/' })).target.productionUrl).toBe(
      'https://shop.example.com:8443',
    );
  });

  it('an image by digest, of a repository that a container uses', () => {
    const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy@sha256:${'a'.repeat(64)}`;
    expect(planOf(withTaskDefinition({}, { image })).release.image).toBe(image);
  });
});
