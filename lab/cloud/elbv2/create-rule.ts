import {
  type CreateRuleInput,
  type CreateRuleOutput,
  PriorityInUseException,
  TooManyRulesException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { canonicalActions } from './canonical-actions.ts';
import { checkConditions } from './conditions.ts';
import { toRule } from './describe-rules.ts';
import { invalid, refuse } from './errors.ts';
import type { Balancer } from './state.ts';

/** The quota of a balancer, default rules not counted. */
const rulesMax = 100;

/** Stored at once, served after its propagation. Not modelled: transforms, the limit on wildcards, tag quotas. */
export function createRule(balancer: Balancer) {
  return (input: CreateRuleInput): CreateRuleOutput => {
    balancer.requireListener(input.ListenerArn ?? '');
    const priority = input.Priority ?? 0;
    if (!Number.isInteger(priority) || priority < 1 || priority > 50_000) {
      throw invalid(`Priority '${input.Priority}' must be between 1 and 50000`);
    }
    const others = balancer.rules();
    if (others.some((rule) => rule.priority === priority)) {
      throw refuse(PriorityInUseException, `Priority '${priority}' is currently in use`);
    }
    if (others.length > rulesMax) {
      throw refuse(
        TooManyRulesException,
        'The maximum number of rules on the load balancer has been reached',
      );
    }
    const rule = {
      arn: balancer.newRuleArn(),
      listenerArn: balancer.settings.listenerArn,
      priority,
      conditions: checkConditions(input.Conditions),
      actions: canonicalActions(input.Actions, balancer),
      tags: input.Tags,
    };
    balancer.write(rule);
    return { Rules: [toRule(rule)] };
  };
}
