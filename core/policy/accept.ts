import { Failure } from '../failures.ts';
import type { Starter } from '../gate/gate.ts';
import type { Plan } from '../plan/plan.ts';
import { type Problem, problemText } from '../plan/problem.ts';
import { policyProblems } from './bound.ts';
import { parsePolicy } from './parse.ts';
import type { Policy } from './policy.ts';
import { quorumProblems, starterOf, type Terms, termsOf } from './terms.ts';

export interface Accepted {
  readonly terms: Terms;
  readonly starter: Starter;
}

/** On which terms people decide, or all in which the plan is looser than the policy. */
export function judgeUnderPolicy(
  plan: Plan,
  document: unknown,
  principal: string | undefined,
): Accepted | { readonly problems: readonly Problem[] } {
  const policy = soundPolicy(document);
  const terms = termsOf(plan, policy);
  const starter = starterOf(principal, policy);
  const problems = [...policyProblems(plan, policy), ...quorumProblems(terms, starter, policy)];
  return problems.length > 0 ? { problems } : { terms, starter };
}

/** The same, or the failure that the state machine refuses with: all problems in its message. */
export function acceptUnderPolicy(plan: Plan, document: unknown, principal: string | undefined): Accepted {
  const judged = judgeUnderPolicy(plan, document, principal);
  if ('terms' in judged) return judged;
  throw new Failure('PlanRejected', judged.problems.map(problemText).join('; '));
}

function soundPolicy(document: unknown): Policy {
  if (document === undefined)
    throw new Failure('PlanRejected', 'no policy was deployed: policy.yml says what a plan may do');
  const parsed = parsePolicy(document);
  if ('policy' in parsed) return parsed.policy;
  const why = parsed.problems.map(problemText).join('; ');
  throw new Failure('PlanRejected', `the policy that was deployed is not sound: ${why}`);
}
