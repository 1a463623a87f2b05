import {
  type DeleteRuleInput,
  type DeleteRuleOutput,
  OperationNotPermittedException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { refuse } from './errors.ts';
import type { Balancer } from './state.ts';

/** Gone at once for the API, for users after its propagation. Nothing of the action is left out. */
export function deleteRule(balancer: Balancer) {
  return (input: DeleteRuleInput): DeleteRuleOutput => {
    const rule = balancer.rule(input.RuleArn ?? '');
    if (rule.priority === Infinity) {
      throw refuse(OperationNotPermittedException, `Default rule '${rule.arn}' cannot be deleted`);
    }
    balancer.remove(rule.arn);
    return {};
  };
}
