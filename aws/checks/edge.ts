/** What stands between users and the balancer. */
import { paginateListDistributions } from '@aws-sdk/client-cloudfront';
import { type Distribution, judgeCloudfront } from '../../core/checks/cloudfront.ts';
import { balancerOf } from '../../core/plan/listener-arns.ts';
import type { Reader, Readers } from './reader.ts';

const readCloudfront: Reader<'cloudfront'> = async (world, { plan }) => {
  const facts: Distribution[] = [];
  for await (const page of paginateListDistributions({ client: world.clients.cloudfront }, {})) {
    for (const one of page.DistributionList?.Items ?? [])
      facts.push({
        id: one.Id ?? '',
        status: one.Status ?? 'unknown',
        isEnabled: one.Enabled ?? false,
        origins: (one.Origins?.Items ?? []).flatMap(({ DomainName }) => DomainName ?? []),
        // WAF's is an ARN that ends in `webacl/NAME/ID`, WAF Classic's an id; without one the text is empty.
        webAcl: one.WebACLId ? (/webacl\/([^/]+)\//.exec(one.WebACLId)?.[1] ?? one.WebACLId) : undefined,
        hosts: [one.DomainName ?? '', ...(one.Aliases?.Items ?? [])],
      });
  }
  const { rules, productionUrl: url } = plan.target;
  const production = { loadBalancerArn: balancerOf(rules[0]) ?? '', url };
  const { cloudfront, waf } = plan.checks;
  const rule = { named: cloudfront?.distributions ?? [], asksForWaf: waf !== undefined };
  return { verdict: judgeCloudfront(facts, production, rule), facts };
};

export const edgeReaders: Readers<'cloudfront'> = { cloudfront: readCloudfront };
