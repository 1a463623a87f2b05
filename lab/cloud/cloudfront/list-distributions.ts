import type { DistributionSummary, ListDistributionsResult } from '@aws-sdk/client-cloudfront';
import { place } from '../service.ts';

type Finding = 'none' | 'deployed' | 'inProgress';

/** One of somebody else's, and perhaps one in front of the balancer. Not modelled: paging, every field that is not read. */
export function listDistributions(finding: Finding, balancerHost: string) {
  return (): { DistributionList: NonNullable<ListDistributionsResult['DistributionList']> } => {
    const own = {
      id: 'E2CLAUDEPROXY',
      origin: balancerHost,
      status: finding === 'inProgress' ? 'InProgress' : 'Deployed',
    };
    const others = [{ id: 'E1SOMEBODYELSE', origin: 'www.example.com', status: 'Deployed' }];
    const all = finding === 'none' ? others : [...others, own];
    const Items = all.map((one) => summary(one));
    return {
      DistributionList: { Marker: '', MaxItems: 100, IsTruncated: false, Quantity: Items.length, Items },
    };
  };
}

function summary(one: {
  readonly id: string;
  readonly origin: string;
  readonly status: string;
}): DistributionSummary {
  const fields = {
    Id: one.id,
    ARN: `arn:aws:cloudfront::${place.account}:distribution/${one.id}`,
    Status: one.status,
    Enabled: true,
    Staging: false,
    DomainName: `${one.id.toLowerCase()}.cloudfront.net`,
    Origins: { Quantity: 1, Items: [{ Id: 'origin', DomainName: one.origin }] },
  };
  return fields as unknown as DistributionSummary;
}
