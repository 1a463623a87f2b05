import {
  type DescribeLoadBalancersInput,
  type DescribeLoadBalancersOutput,
  LoadBalancerNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { refuse } from './errors.ts';
import type { Balancer } from './state.ts';

/** The one balancer, by ARN, by name or unasked. Not modelled: zones, security groups, attributes. */
export function describeLoadBalancers(balancer: Balancer) {
  return (input: DescribeLoadBalancersInput): DescribeLoadBalancersOutput => {
    const { arn, name, dns } = balancer.settings;
    for (const asked of input.LoadBalancerArns ?? []) requireLoadBalancer(balancer, asked);
    if (input.Names?.some((asked) => asked !== name) === true) throw notFound(input.Names.join(', '));
    return {
      LoadBalancers: [
        {
          LoadBalancerArn: arn,
          LoadBalancerName: name,
          DNSName: dns,
          Scheme: 'internet-facing',
          Type: 'application',
          State: { Code: 'active' },
          IpAddressType: 'ipv4',
        },
      ],
    };
  };
}

export function requireLoadBalancer(balancer: Balancer, arn: string): void {
  if (arn !== balancer.settings.arn) throw notFound(arn);
}

function notFound(what: string): LoadBalancerNotFoundException {
  return refuse(LoadBalancerNotFoundException, `Load balancers '[${what}]' not found`);
}
