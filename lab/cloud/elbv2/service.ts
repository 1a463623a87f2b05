import type { SimulatedService } from '../service.ts';
import { createRule } from './create-rule.ts';
import { deleteRule } from './delete-rule.ts';
import { describeListenerCertificates } from './describe-listener-certificates.ts';
import { describeRules } from './describe-rules.ts';
import { describeTargetHealth } from './describe-target-health.ts';
import { describeListeners, modifyListener } from './listeners.ts';
import { describeLoadBalancers } from './load-balancers.ts';
import { modifyRule } from './modify-rule.ts';
import type { Balancer } from './state.ts';
import { describeTargetGroupAttributes, describeTargetGroups } from './target-groups.ts';

/** The Elastic Load Balancing v2 API over one balancer. */
export function elbv2(balancer: Balancer) {
  return {
    actions: {
      DescribeLoadBalancers: describeLoadBalancers(balancer),
      DescribeListeners: describeListeners(balancer),
      DescribeListenerCertificates: describeListenerCertificates(balancer),
      ModifyListener: modifyListener(balancer),
      DescribeRules: describeRules(balancer),
      CreateRule: createRule(balancer),
      ModifyRule: modifyRule(balancer),
      DeleteRule: deleteRule(balancer),
      DescribeTargetGroups: describeTargetGroups(balancer),
      DescribeTargetGroupAttributes: describeTargetGroupAttributes(balancer),
      DescribeTargetHealth: describeTargetHealth(balancer),
    },
  } satisfies SimulatedService;
}
