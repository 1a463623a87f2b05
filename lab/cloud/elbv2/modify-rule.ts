import {
  type ModifyRuleInput,
  type ModifyRuleOutput,
  OperationNotPermittedException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { canonicalActions } from './canonical-actions.ts';
import { checkConditions } from './conditions.ts';
import { toRule } from './describe-rules.ts';
import { refuse } from './errors.ts';
import type { Balancer } from './state.ts';

/**
 * Replaces whole lists; what is not given stays. Stored at once, served to users after its propagation.
 * Not modelled: transforms. There is no condition on what was there before, as there is none in AWS.
 */
export function modifyRule(balancer: Balancer) {
  return (input: ModifyRuleInput): ModifyRuleOutput => {
    const rule = balancer.rule(input.RuleArn ?? '');
    if (rule.priority === Infinity) {
      throw refuse(OperationNotPermittedException, `Default rule '${rule.arn}' cannot be modified`);
    }
    const changed = {
      ...rule,
      ...(input.Conditions !== undefined && { conditions: checkConditions(input.Conditions) }),
      ...(input.Actions !== undefined && { actions: canonicalActions(input.Actions, balancer) }),
    };
    balancer.write(changed);
    return { Rules: [toRule(changed)] };
  };
}
