import type {
  DescribeRulesInput,
  DescribeRulesOutput,
  Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid } from './errors.ts';
import { page } from './page.ts';
import type { Balancer, StoredRule } from './state.ts';

/** Rules of a listener by priority, the default one last, or by ARN in any order. Not modelled: transforms. */
export function describeRules(balancer: Balancer) {
  return (input: DescribeRulesInput): DescribeRulesOutput => {
    const { ListenerArn, RuleArns = [] } = input;
    if ((ListenerArn === undefined) === (RuleArns.length === 0)) {
      throw invalid('You must specify either listener ARN or rule ARNs');
    }
    if (ListenerArn !== undefined) balancer.requireListener(ListenerArn);
    const rules = ListenerArn === undefined ? RuleArns.map((arn) => balancer.rule(arn)) : balancer.rules();
    const { items, NextMarker } = page(rules, input);
    return { Rules: items.map(toRule), ...(NextMarker !== undefined && { NextMarker }) };
  };
}

export function toRule(rule: StoredRule): Rule {
  const isDefault = rule.priority === Infinity;
  return {
    RuleArn: rule.arn,
    Priority: isDefault ? 'default' : String(rule.priority),
    Conditions: [...rule.conditions],
    Actions: [...rule.actions],
    IsDefault: isDefault,
  };
}
