import { Failure } from '../failures.ts';
import { eventBudget } from './budget.ts';
import { parsePlan } from './parse.ts';
import type { Plan } from './plan.ts';
import { problemText } from './problem.ts';

/** The plan and the guard's pace, or the failure that the state machine refuses with: all problems in its message. */
export function acceptPlan(document: unknown): { readonly plan: Plan; readonly pollSeconds: number } {
  const parsed = parsePlan(document);
  if ('problems' in parsed) throw new Failure('PlanRejected', parsed.problems.map(problemText).join('; '));
  return { plan: parsed.plan, pollSeconds: eventBudget(parsed.plan).pollSeconds };
}
