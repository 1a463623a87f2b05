import { type Action, type ForwardConfig, groupsOf } from './actions.ts';

/** The two target groups of the pair, by the role that the snapshot gave them. */
export interface Pair {
  readonly stable: string;
  readonly canary: string;
}

/**
 * How traffic is to be divided: a split by the canary's percentage, one group alone, or exactly what the
 * snapshot says. This is what the ledger's `intended` and `confirmed` hold.
 */
export type Division = `split:${number}` | 'stable alone' | 'canary alone' | 'snapshot';

export function split(canaryPercent: number): Division {
  return `split:${canaryPercent}`;
}

/** The canary's share in percent under a division. `snapshot` is home: everything on stable. */
export function canaryPercentOf(division: Division): number {
  if (division === 'canary alone') return 100;
  return division.startsWith('split:') ? Number(division.slice('split:'.length)) : 0;
}

/** A rule's actions under a division, made from the snapshot's actions. */
export function actionsUnder(division: Division, snapshot: readonly Action[], pair: Pair): Action[] {
  if (division === 'snapshot') return [...snapshot];
  return snapshot.map((action) => {
    if (action.Type !== 'forward') return action;
    const { TargetGroupArn: _alone, ...rest } = action;
    return { ...rest, ForwardConfig: forwardUnder(division, action, pair) };
  });
}

function forwardUnder(division: Division, action: Action, pair: Pair): ForwardConfig {
  // Alone means without the other group: at weight 0 a client that holds a cookie for it would still be sent there.
  // Going back also drops stickiness; going live keeps it, since the rule is what the team goes on living with.
  if (division === 'stable alone') return { TargetGroups: [{ TargetGroupArn: pair.stable, Weight: 1 }] };
  const sticky = action.ForwardConfig?.TargetGroupStickinessConfig;
  const stickiness = sticky && { TargetGroupStickinessConfig: sticky };
  if (division === 'canary alone')
    return { TargetGroups: [{ TargetGroupArn: pair.canary, Weight: 1 }], ...stickiness };
  const canaryPercent = canaryPercentOf(division);
  return {
    TargetGroups: [
      { TargetGroupArn: pair.stable, Weight: 100 - canaryPercent },
      { TargetGroupArn: pair.canary, Weight: canaryPercent },
    ],
    ...stickiness,
  };
}

/** The weight-derived share of one group in a rule, in percent; undefined when the rule forwards nothing. */
export function shareOf(groupArn: string, actions: readonly Action[]): number | undefined {
  const groups = actions.flatMap((action) => groupsOf(action));
  const sum = groups.reduce((total, group) => total + group.weight, 0);
  if (sum === 0) return undefined;
  const own = groups.filter((group) => group.arn === groupArn);
  return (100 * own.reduce((total, group) => total + group.weight, 0)) / sum;
}
