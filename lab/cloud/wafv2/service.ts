import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { describeManagedRuleGroup } from './describe-managed-rule-group.ts';
import { getSampledRequests } from './get-sampled-requests.ts';
import { getWebAclForResource, type WafFinding } from './get-web-acl-for-resource.ts';

export function wafv2(clock: VirtualClock, finding: WafFinding) {
  return {
    actions: {
      DescribeManagedRuleGroup: describeManagedRuleGroup,
      GetSampledRequests: getSampledRequests(clock, finding),
      GetWebACLForResource: getWebAclForResource(finding),
    },
  } satisfies SimulatedService;
}
