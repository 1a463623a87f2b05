import { expect, it } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { calmSeconds, leftSeconds, timetable } from '../../../core/plan/timetable.ts';
import { aPlan, planOf } from './a-plan.ts';

const lines = (plan: Plan) => timetable(plan).map(({ atSeconds, what }) => `T+${atSeconds / 60}m ${what}`);

it("is the runbook's for a plan that changes nothing", () => {
  expect(lines(planOf(aPlan()))).toEqual([
    'T+0m 1 % to the canary',
    'T+5m smoke test of the canary through its door, and of production',
    'T+10m the ramp begins: 1 % is held for 5m more',
    'T+15m 26 %',
    'T+20m 51 %',
    'T+25m 76 %',
    'T+30m 100 %',
    'T+30m watch for 30m',
    'T+60m verify for 1h',
    'T+120m promoted',
  ]);
});

it('moves with every number of the plan', () => {
  const plan = planOf(
    aPlan({
      canary: { percent: '10%', bake: '2m', settle: '0s' },
      ramp: { rungs: ['10%', '100%'], interval: '4m' },
      watch: '5m',
      verify: { for: '10m' },
    }),
  );
  expect(lines(plan)).toEqual([
    'T+0m 10 % to the canary',
    'T+2m smoke test of the canary through its door, and of production',
    'T+2m the ramp begins: 10 % is held for 4m more',
    'T+6m 100 %',
    'T+6m watch for 5m',
    'T+11m verify for 10m',
    'T+21m promoted',
  ]);
  expect(calmSeconds(plan)).toBe(21 * 60);
  // Before the first share, before the second, and when all of them have come.
  expect([0, 1, 2].map((rungsLive) => leftSeconds(plan, rungsLive))).toEqual([21 * 60, 15 * 60, 15 * 60]);
});
