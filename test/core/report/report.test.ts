import { describe, expect, test } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import { makeReport, type ReportFacts } from '../../../core/report/report.ts';
import { aPlan } from '../plan/a-plan.ts';
import { snapshotOf } from '../release/some-world.ts';

const parsed = parsePlan(aPlan());
if (!('plan' in parsed)) throw new Error('the sample is a plan');
const { plan } = parsed;
const at = (time: string) => Date.parse(`2026-12-01T${time}Z`);

const record = {
  plan,
  planDigest: 'd1',
  startedAt: '2026-12-01T21:50:00.000Z',
  snapshot: snapshotOf(),
  canaryTaskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:42',
  checks: [{ id: 'ecs', verdict: 'pass' as const, waived: false, evidence: 'steady' }],
  firstShareAt: at('22:00:00'),
  rungs: [
    { index: 0, liveAt: at('22:00:00') },
    { index: 1, liveAt: at('22:15:30') },
  ],
  wentBackAt: at('22:18:00'),
};
const facts: ReportFacts = {
  cutover: { id: 'c1', live: true },
  ending: { outcome: 'rolledBack', reason: 'http5xx rings' },
  record,
  gates: [],
  looks: [],
  minutes: { seen: [] },
  story: [{ at: '2026-12-01T22:05:01.000Z', actor: 'smokeTest', text: 'GET /health answered 200' }],
  endedAt: '2026-12-01T22:20:10.000Z',
};

describe('a report', () => {
  test('says who was which, how it ended, and which shares users got', () => {
    const [first = 0, second = 0] = plan.rungs;
    expect(makeReport(facts)).toMatchObject({
      cutoverId: 'c1',
      service: plan.service,
      outcome: 'rolledBack',
      reason: 'http5xx rings',
      seconds: 1810,
      stable: 'shop-a',
      canary: 'shop-b',
      weights: [
        { at: '2026-12-01T21:50:00.000Z', canaryPercent: 0 },
        { at: '2026-12-01T22:00:00.000Z', canaryPercent: first },
        { at: '2026-12-01T22:15:30.000Z', canaryPercent: second },
        { at: '2026-12-01T22:18:00.000Z', canaryPercent: 0 },
      ],
    });
  });

  test('holds the plan against what happened, from the first share on', () => {
    const { timetable } = makeReport(facts);
    expect(timetable[0]).toEqual({ what: 'the cutover starts', actualAt: '2026-12-01T21:50:00.000Z' });
    expect(timetable.filter(({ lateSeconds }) => lateSeconds !== undefined)).toEqual([
      expect.objectContaining({ what: `${plan.rungs[0]} % of users on the canary`, lateSeconds: 0 }),
      expect.objectContaining({ what: 'smoke test', lateSeconds: 1 }),
      expect.objectContaining({ what: `${plan.rungs[1]} % of users on the canary`, lateSeconds: 30 }),
    ]);
    expect(timetable).toContainEqual({
      what: 'everybody back on stable',
      actualAt: '2026-12-01T22:18:00.000Z',
    });
    const missed = timetable.filter(({ actualAt }) => actualAt === undefined);
    expect(missed.map(({ what }) => what)).toContain('promoted');
  });

  test('of a plan that was refused knows only that', () => {
    const ending = { outcome: 'refused' as const, reason: 'PlanRejected: ramp.step: "0%"' };
    const report = makeReport({ ...facts, record: undefined, ending, story: [] });
    expect(JSON.parse(JSON.stringify(report))).toEqual({
      cutoverId: 'c1',
      live: true,
      outcome: 'refused',
      reason: 'PlanRejected: ramp.step: "0%"',
      endedAt: '2026-12-01T22:20:10.000Z',
      images: [],
      weights: [],
      written: [],
      timetable: [],
      triggers: [],
      checks: [],
      approvals: [],
      commands: [],
      lessons: [],
      minutes: [],
      story: [],
    });
  });

  test('of a release that began no canary has no task definition', () => {
    const { canaryTaskDefinition: _none, ...rest } = record;
    expect(makeReport({ ...facts, record: rest }).taskDefinition).toBeUndefined();
  });

  test('keeps the minutes that looks have seen where the last reading failed, and says that it did', () => {
    const group = { requests: 10, failed: 0 };
    const minute = {
      at: '2026-12-01T22:16:00.000Z',
      canary: { requests: 100, failed: 30 },
      stable: group,
      failedAtBalancer: 2,
    };
    const looks = [{ at: '2026-12-01T22:17:30.000Z', rows: [], minutes: [minute] }];
    const report = makeReport({ ...facts, looks, minutes: { error: 'no answer' } });
    expect(report).toMatchObject({
      minutesUnread: 'no answer',
      minutes: [minute],
      users: { requests: 110, failed: 32, failedByCanary: 30, requestsOfCanary: 100 },
    });
    const later = { ...minute, canary: { requests: 120, failed: 40 } };
    const read = makeReport({ ...facts, looks, minutes: { seen: [later] } });
    expect(read.minutes).toEqual([later]);
    expect(read.minutesUnread).toBeUndefined();
  });

  test('leaves out the middle of a story that no row of the ledger can hold, and says so', () => {
    const story = Array.from({ length: 5000 }, (_, index) => ({
      at: new Date(at('22:00:00') + index * 1000).toISOString(),
      actor: 'lookAtTriggers',
      text: `entry ${index} ${'x'.repeat(100)}`,
    }));
    const report = makeReport({ ...facts, story });
    expect(report.story).toHaveLength(1001);
    expect(report.story[0]?.text).toMatch(/^entry 0 /);
    expect(report.story[300]?.text).toBe('(4000 entries are left out here: the ledger has them)');
    expect(report.story.at(-1)?.text).toMatch(/^entry 4999 /);
  });
});
