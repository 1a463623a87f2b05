/** A plan as it is followed by hand: whoever types decides, so nobody is asked and no time is waited for. */
import type { Plan } from '../plan/plan.ts';

/** What is kept: targets, triggers, limits and evidence. `rungs` is what has been climbed, or is to be. */
export function planByHand(
  plan: Plan,
  rungs: readonly number[],
  rungHoldSeconds = plan.rungHoldSeconds,
): Plan {
  const { approvals: _nobody, startAt: _now, ...rest } = plan;
  const canaryPercent = rungs[0] ?? plan.canaryPercent;
  return { ...rest, live: true, canaryPercent, rungs, rungHoldSeconds };
}

/** No execution has this ARN: what knows nothing of hands finds a dead one, and takes users back. */
export function handArn(ruleArn: string, machine: string, cutoverId: string): string {
  const [, partition, , region, account] = ruleArn.split(':');
  return `arn:${partition}:states:${region}:${account}:execution:${machine}:${cutoverId}`;
}
