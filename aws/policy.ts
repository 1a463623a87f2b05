import type { Plan } from '../core/plan/plan.ts';
import { acceptUnderPolicy } from '../core/policy/accept.ts';
import type { CutoverRecord } from './ledger/record.ts';
import { readStarter } from './ledger/starter.ts';
import type { CutoverRef } from './ledger/story.ts';
import type { World } from './world.ts';

/** Holds the plan against the deployed policy. Where people decide, who started it matters, and on which terms they do. */
export async function acceptedUnder(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  plan: Plan,
  planDigest: string,
): Promise<Pick<CutoverRecord, 'terms' | 'starter'>> {
  const hasGates = plan.approvals !== undefined && Object.keys(plan.approvals).length > 0;
  const principal = hasGates ? await readStarter(world, cutover, planDigest) : undefined;
  const { terms, starter } = acceptUnderPolicy(plan, world.settings.policy, principal);
  return hasGates ? { terms, starter } : {};
}
