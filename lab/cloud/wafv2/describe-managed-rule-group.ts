import type { DescribeManagedRuleGroupResponse } from '@aws-sdk/client-wafv2';

/** The same three rules for every group. Not modelled: versions, labels, capacity. */
export function describeManagedRuleGroup(): DescribeManagedRuleGroupResponse {
  const names = ['NoUserAgent_HEADER', 'SizeRestrictions_BODY', 'CrossSiteScripting_BODY'];
  return { Capacity: 700, Rules: names.map((Name) => ({ Name, Action: { Block: {} } })) };
}
