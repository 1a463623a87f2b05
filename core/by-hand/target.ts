/** Of a plan file the target alone: going back must not fail over a task definition that is missing. */
import { issueProblems } from '../plan/issues.ts';
import { targetOf } from '../plan/parse.ts';
import type { Plan } from '../plan/plan.ts';
import type { Problem } from '../plan/problem.ts';
import { target as schema } from '../plan/target.ts';

export function parseTarget(
  document: unknown,
): { readonly target: Plan['target'] } | { readonly problems: readonly Problem[] } {
  const parsed = schema.safeParse((Object(document) as { target?: unknown }).target);
  if (parsed.success) return { target: targetOf(parsed.data) };
  return { problems: issueProblems(parsed.error.issues, document, ['target']) };
}
