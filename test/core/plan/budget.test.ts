import { describe, expect, it } from 'vitest';
import { acceptPlan } from '../../../core/plan/accept.ts';
import { eventBudget, historyEventsLimit, longestSeconds } from '../../../core/plan/budget.ts';
import { moneyCost } from '../../../core/plan/money.ts';
import { aPlan } from './a-plan.ts';

const runbook = acceptPlan(aPlan()).plan;

describe('history events', () => {
  it('of the runbook, an hour that people hold it included, leave room for 40 % more', () => {
    const { pollSeconds, historyEventsMax } = eventBudget(runbook);
    expect(pollSeconds).toBe(30);
    expect(historyEventsMax).toBeLessThan(historyEventsLimit / 1.4);
  });

  it('of a long plan are saved by looking less often', () => {
    const { plan, pollSeconds } = acceptPlan(aPlan({ watch: '5h', verify: { for: '5h' } }));
    expect(pollSeconds).toBeGreaterThan(30);
    expect(eventBudget(plan).historyEventsMax).toBeLessThan(historyEventsLimit);
  });

  it('are counted for the worst case, which grows with every wait', () => {
    const longer = acceptPlan(aPlan({ holdAtMost: '30m' })).plan;
    expect(eventBudget(longer).historyEventsMax).toBeGreaterThan(eventBudget(runbook).historyEventsMax);
    expect(longestSeconds(longer)).toBe(longestSeconds(runbook) + 6 * 15 * 60);
  });

  it.each([
    ['fifty rungs of a quarter of an hour each', { ramp: { start: '2%', step: '2%', interval: '15m' } }],
    ['a day of watching and a day of verification', { watch: '24h', verify: { for: '24h' } }],
    ['rungs that may wait for a day', { holdAtMost: '24h' }],
  ])('refuse %s', (_title, changes) => {
    expect(() => acceptPlan(aPlan(changes))).toThrow(/history events.*25,000.*use fewer rungs/);
  });
});

function accepting() {
  return acceptPlan(aPlan({ service: '', ramp: { step: '0%' } }));
}

it('a refused plan is a failure by name that tells every problem', () => {
  expect(accepting).toThrow(expect.objectContaining({ name: 'PlanRejected' }));
  expect(accepting).toThrow(/service: .*; ramp\.step: /);
});

describe('money', () => {
  it('is a few cents for the runbook, and says what it leaves out', () => {
    const { calm, atMost, notPriced } = moneyCost(runbook);
    expect(calm.dollars).toBeGreaterThan(0);
    expect(calm.dollars).toBeLessThan(0.1);
    expect(atMost.dollars).toBeGreaterThan(calm.dollars);
    expect(atMost.stateTransitions).toBeGreaterThan(calm.stateTransitions);
    expect(notPriced).toContain('ECS capacity');
  });
});
