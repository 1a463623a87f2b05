import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../core/checks/judge-checklist.ts';
import type { Verdict } from '../../../core/verdict.ts';
import { freshNames, judgeDeployed, judgeFresh, underFresh } from '../../../core/checks/fresh.ts';

const steady = {
  name: 'proxy-b',
  controller: 'ECS',
  ecsOwnsRule: false,
  taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/proxy:8',
  started: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/proxy:8',
  inFlight: false,
};

describe('the pair, looked at again', () => {
  test.each([
    ['as we left it', {}, 'pass', /nobody else deploys/],
    ['before we started anything', { started: undefined }, 'pass', /nobody else deploys/],
    [
      'another revision than the one that was checked',
      { taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/proxy:9' },
      'fail',
      /proxy-b runs proxy:9, and not proxy:8, which was checked/,
    ],
    ['no task definition at all', { taskDefinition: undefined }, 'fail', /runs nothing, and not proxy:8/],
    ['a deployment in flight', { inFlight: true }, 'fail', /somebody deploys proxy-b/],
    ['native blue/green switched on', { ecsOwnsRule: true }, 'fail', /native blue\/green/],
    ['CodeDeploy', { controller: 'CODE_DEPLOY' }, 'fail', /deployed by CODE_DEPLOY/],
  ] as const)('%s', (_, change, outcome, reason) => {
    const verdict = judgeDeployed([{ ...steady, ...change }]);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).toMatch(reason);
  });
});

test('what the plan leaves out is not looked at again', () => {
  const checks = { ecs: {}, alarms: { names: ['slo'] }, calendar: { names: ['freeze'] } };
  expect(freshNames(checks)).toEqual(['ecs', 'alarms', 'calendar']);
  expect(freshNames({ ecs: {} })).toEqual(['ecs']);
});

const closing = (time: string) =>
  `the change calendar closes at 2026-12-01T${time}:00Z, and the release is planned to end 2026-12-02 00:00 UTC`;
const closes = (time: string) => ({ outcome: 'fail', reason: closing(time) }) as const;

describe('what people signed for', () => {
  const blind = 'alarm slo is in INSUFFICIENT_DATA';
  const now = Date.parse('2026-12-01T22:30:00Z');
  const closedNow = { outcome: 'fail', reason: 'the change calendar is closed now' } as const;
  test.each<[string, string, Verdict, CheckResult['verdict'], string, 'pass' | 'fail']>([
    ['is as it was', 'alarms', { outcome: 'inconclusive', reason: blind }, 'inconclusive', blind, 'pass'],
    [
      'is ringing by now',
      'alarms',
      { outcome: 'fail', reason: 'alarm slo is ringing already: it would not ring again' },
      'inconclusive',
      blind,
      'fail',
    ],
    [
      'has got company',
      'alarms',
      { outcome: 'inconclusive', reason: `${blind}; alarm 5xx is in INSUFFICIENT_DATA` },
      'inconclusive',
      blind,
      'fail',
    ],
    [
      'is half over',
      'alarms',
      { outcome: 'inconclusive', reason: blind },
      'inconclusive',
      `alarm 5xx is in INSUFFICIENT_DATA; ${blind}`,
      'pass',
    ],
    [
      'is a calendar that is closed, whenever that will end',
      'calendar',
      { outcome: 'fail', reason: 'the change calendar is closed now (changes 2026-12-02T06:00:00Z)' },
      'fail',
      'the change calendar is closed now',
      'pass',
    ],
    ['is a calendar that was to close by now', 'calendar', closedNow, 'fail', closing('22:30'), 'pass'],
    ['is a calendar that closes earlier', 'calendar', closedNow, 'fail', closing('23:00'), 'fail'],
    ['is a calendar that will close earlier', 'calendar', closes('22:45'), 'fail', closing('23:00'), 'fail'],
    [
      'is a calendar that closes when it was told',
      'calendar',
      closes('23:00'),
      'fail',
      closing('23:00'),
      'pass',
    ],
    ['is a calendar that closes again', 'calendar', closes('23:00'), 'fail', closedNow.reason, 'pass'],
    [
      'was said of the end alone, and it is closed now',
      'calendar',
      closedNow,
      'fail',
      'the change calendar is closed at 2026-12-02 00:00 UTC, when the release is planned to end',
      'fail',
    ],
    [
      'could not be read, and is known to be closed now',
      'calendar',
      { outcome: 'fail', reason: 'the change calendar is closed now' },
      'error',
      'could not be read',
      'fail',
    ],
    [
      'was somebody else\u2019s check',
      'ecs',
      { outcome: 'fail', reason: 'closed' },
      'fail',
      'closed',
      'fail',
    ],
  ])('%s', (title, name, verdict, signedVerdict, evidence, outcome) => {
    const id = title.startsWith('was somebody') ? 'calendar' : name;
    const signed = { id, verdict: signedVerdict, waived: true, evidence };
    expect(judgeFresh([{ name, verdict }], { results: [signed], now }).outcome).toBe(outcome);
    expect(judgeFresh([{ name, verdict }], { results: [{ ...signed, waived: false }], now }).outcome).toBe(
      'fail',
    );
  });
});

describe('what it makes of a share that would rise', () => {
  const rises = { decision: 'advance', reason: 'all is well' };
  const closed = judgeFresh([
    { name: 'ecs', verdict: { outcome: 'pass', reason: 'steady' } },
    { name: 'calendar', verdict: { outcome: 'error', reason: 'could not be read' } },
  ]);
  test('it holds within the budget, and goes back after it', () => {
    const reason = 'calendar: could not be read';
    expect(underFresh(rises, closed, { heldSeconds: 599, holdAtMostSeconds: 600 })).toEqual({
      decision: 'hold',
      reason,
    });
    expect(underFresh(rises, closed, { heldSeconds: 600, holdAtMostSeconds: 600 })).toMatchObject({
      decision: 'rollBack',
      reason: expect.stringContaining(reason),
    });
  });
  test('a decision to hold or to go back stands', () => {
    for (const decision of ['hold', 'rollBack']) {
      const decided = { decision, reason: 'of its own' };
      expect(underFresh(decided, closed, { heldSeconds: 0, holdAtMostSeconds: 600 })).toBe(decided);
    }
  });
  test('nothing found changes nothing', () => {
    expect(underFresh(rises, judgeFresh([]), { heldSeconds: 0, holdAtMostSeconds: 600 })).toBe(rises);
  });
});
