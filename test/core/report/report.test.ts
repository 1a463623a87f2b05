import { describe, expect, test } from 'vitest';
import { makeReport } from '../../../core/report/report.ts';
import { snapshotOf } from '../release/some-world.ts';

const story = [{ at: '2026-12-01T22:00:00.000Z', actor: 'shiftTraffic', text: 'Shifted 1 %' }];
const facts = {
  cutover: { id: 'c1', live: true },
  ending: { outcome: 'promoted' as const, reason: 'shop-b carries all traffic' },
  record: {
    plan: { service: 'shop' },
    planDigest: 'd1',
    startedAt: '2026-12-01T21:50:00.000Z',
    snapshot: snapshotOf(),
    canaryTaskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:42',
    checks: [{ id: 'ecs', verdict: 'pass' as const, waived: false, evidence: 'steady' }],
  },
  story,
  endedAt: '2026-12-02T00:00:00.000Z',
};

describe('a report', () => {
  test('says who was which, how it ended and why', () => {
    expect(makeReport(facts)).toEqual({
      cutoverId: 'c1',
      service: 'shop',
      live: true,
      outcome: 'promoted',
      reason: 'shop-b carries all traffic',
      planDigest: 'd1',
      startedAt: '2026-12-01T21:50:00.000Z',
      endedAt: '2026-12-02T00:00:00.000Z',
      stable: 'shop-a',
      canary: 'shop-b',
      taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:42',
      checks: [{ id: 'ecs', verdict: 'pass', waived: false, evidence: 'steady' }],
      story,
    });
  });

  test('of a plan that was refused knows only that', () => {
    const ending = { outcome: 'refused' as const, reason: 'PlanRejected: ramp.step: "0%"' };
    const report = makeReport({ ...facts, record: undefined, ending, story: [] });
    expect(JSON.parse(JSON.stringify(report))).toEqual({
      cutoverId: 'c1',
      live: true,
      outcome: 'refused',
      reason: 'PlanRejected: ramp.step: "0%"',
      endedAt: '2026-12-02T00:00:00.000Z',
      checks: [],
      story: [],
    });
  });

  test('of a release that began no canary has no task definition', () => {
    const { canaryTaskDefinition: _none, ...record } = facts.record;
    expect(makeReport({ ...facts, record }).taskDefinition).toBeUndefined();
  });
});
