import type { GetWebACLForResourceResponse, Rule, RuleAction, WebACL } from '@aws-sdk/client-wafv2';
import { arn } from '../service.ts';

export type WafFinding = 'count' | 'block' | 'falsePositives' | 'none';

const visibility = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});

/** A web ACL with a rule of its own and a managed group. Not modelled: other resources, labels, custom responses, capacity. */
export function getWebAclForResource(finding: WafFinding) {
  return (): GetWebACLForResourceResponse =>
    finding === 'none' ? {} : { WebACL: webAcl(finding === 'block') };
}

function webAcl(isBlocking: boolean): WebACL {
  const action: RuleAction = isBlocking ? { Block: {} } : { Count: {} };
  return {
    Name: 'claude-proxy',
    Id: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111',
    ARN: arn('wafv2', 'regional/webacl/claude-proxy/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111'),
    DefaultAction: { Allow: {} },
    VisibilityConfig: visibility('claude-proxy'),
    Rules: [rateLimit(action), commonRules()],
  };
}

function rateLimit(Action: RuleAction): Rule {
  return {
    Name: 'rate-limit',
    Priority: 0,
    Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } },
    Action,
    VisibilityConfig: visibility('rate-limit'),
  };
}

function commonRules(): Rule {
  return {
    Name: 'common',
    Priority: 1,
    Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
    OverrideAction: { Count: {} },
    VisibilityConfig: visibility('common'),
  };
}
