import type { Snapshot } from '../record.ts';
import { forwardsTo, stickinessOf } from '../traffic/actions.ts';
import type { Division } from '../traffic/division.ts';

/**
 * How long a writer of weights that was overtaken may still be heard: its Lambda's timeout (30 s), a call that it left on
 * the wire, and a margin. Until then the way back looks again every few seconds, and nothing is taken for final.
 */
export const stragglerSeconds = 120;

/** A balancer node that has not heard of the way back yet may still hand out cookies for this long. */
const marginSeconds = 60;

/**
 * Where a rollback may end. Clients that hold a cookie for the canary's group are sent there even at weight 0, so
 * a snapshot that names that group with stickiness returns only when the last such cookie has run out.
 */
export function home(
  snapshot: Pick<Snapshot, 'rules' | 'canary'>,
  secondsSinceBack: number,
): { readonly division: Division; readonly leftOut?: string } {
  const holding = snapshot.rules.flatMap((rule) => {
    const sticky = stickinessOf(rule.actions);
    const named = forwardsTo(rule.actions).includes(snapshot.canary.targetGroupArn);
    return sticky !== undefined && named ? [sticky.durationSeconds] : [];
  });
  const longestSeconds = Math.max(0, ...holding);
  if (longestSeconds === 0 || secondsSinceBack > longestSeconds + marginSeconds)
    return { division: 'snapshot' };
  return {
    division: 'stable alone',
    leftOut:
      `the rule's stickiness (${longestSeconds} s) and the canary's group at weight 0 were left out, since clients ` +
      'still hold cookies for the canary; put them back when those have run out',
  };
}
