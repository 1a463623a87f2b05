/** From a request to a rule to the division that its forward action makes. */
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Forward } from '../../users/stuck.ts';
import { matches, type Seen } from './conditions.ts';
import type { LiveRules } from './live-rules.ts';
import type { StoredRule } from './state.ts';

/** The rule that takes a request at the balancer's nodes now. */
export function ruleFor(request: Seen, live: LiveRules): StoredRule | undefined {
  return live.sorted().find((rule) => rule.priority === Infinity || matches(rule.conditions, request));
}

/** Undefined where the actions end in something else than a forward. */
export function forwardOf(actions: readonly Action[]): Forward | undefined {
  const config = actions.find((action) => action.Type === 'forward')?.ForwardConfig;
  if (config?.TargetGroups === undefined) return undefined;
  const stickiness = config.TargetGroupStickinessConfig;
  return {
    groups: config.TargetGroups.map((group) => ({
      arn: group.TargetGroupArn ?? '',
      weight: group.Weight ?? 1,
    })),
    ...(stickiness?.Enabled === true && { stickySeconds: stickiness.DurationSeconds ?? 0 }),
  };
}
