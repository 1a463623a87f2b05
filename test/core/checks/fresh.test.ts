import { describe, expect, test } from 'vitest';
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

test('what people signed for is not asked again, and what the plan leaves out is not either', () => {
  const checks = { ecs: {}, alarms: { names: ['slo'] }, calendar: { names: ['freeze'] } };
  const signed = { id: 'calendar', verdict: 'fail', waived: true, evidence: 'closed now' } as const;
  expect(freshNames(checks)).toEqual(['ecs', 'alarms', 'calendar']);
  expect(freshNames(checks, [signed])).toEqual(['ecs', 'alarms']);
  expect(freshNames({ ecs: {} })).toEqual(['ecs']);
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
