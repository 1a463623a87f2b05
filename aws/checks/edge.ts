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
        hosts: [one.DomainName ?? '', ...(one.Aliases?.Items ?? [])],
      });
  }
  const { rules, productionUrl: url } = plan.target;
  const production = { loadBalancerArn: balancerOf(rules[0]) ?? '', url };
  return { verdict: judgeCloudfront(facts, production, plan.checks.cloudfront?.distributions ?? []), facts };
};

export const edgeReaders: Readers<'cloudfront'> = { cloudfront: readCloudfront };
