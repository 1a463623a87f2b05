/** A plan with every trigger, and what one of them makes of some minutes. */
import { judgeTriggers } from '../../../core/triggers/judge.ts';
import type { Scope, TriggerId } from '../../../core/triggers/trigger.ts';
import { triggersOf } from '../../../core/triggers/triggers.ts';
import { minute, start } from '../evidence/some-minutes.ts';
import { aPlan, planOf } from '../plan/a-plan.ts';
import { many, points, type Rows } from './some-points.ts';

const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
export const plan = planOf(aPlan({ triggers: { queueDepth: { queue, risingFor: '3m' } } }));

/** The verdict of one trigger, once the last of these minutes has been visible for a moment. */
export function judge(of: `${TriggerId} ${Scope}`, rows: Rows, usual = 0) {
  const minutes = Math.max(...Object.values(rows).map((values) => values.length));
  const judged = judgeTriggers(triggersOf(plan, usual), points(rows), start + (minutes + 1) * minute + 4000);
  const row = judged.find(({ id, scope }) => `${id} ${scope}` === of);
  if (row === undefined) throw new Error(`no trigger ${of}`);
  return row.verdict;
}

/** So many slow minutes of five. */
export const slow = (count: number, rows: Rows = {}) => ({
  canaryRequests: many(5, 100),
  canaryP95: [...many(5 - count, 0.2), ...many(count, 2.1)],
  ...rows,
});
