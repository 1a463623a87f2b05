import type {
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { canonicalActions } from './canonical-actions.ts';
import { invalid } from './errors.ts';
import { requireLoadBalancer } from './load-balancers.ts';
import type { Balancer } from './state.ts';

/** The lab's balancer has one listener. Not modelled: certificates, TLS policies, mutual authentication. */
export function describeListeners(balancer: Balancer) {
  return (input: DescribeListenersInput): DescribeListenersOutput => {
    const { LoadBalancerArn, ListenerArns = [] } = input;
    if ((LoadBalancerArn === undefined) === (ListenerArns.length === 0)) {
      throw invalid('You must specify either a load balancer ARN or listener ARNs');
    }
    if (LoadBalancerArn !== undefined) requireLoadBalancer(balancer, LoadBalancerArn);
    for (const arn of ListenerArns) balancer.requireListener(arn);
    return { Listeners: [toListener(balancer)] };
  };
}

/** Replaces the default actions as a whole; the default rule shows them too. Not modelled: any other field. */
export function modifyListener(balancer: Balancer) {
  return (input: ModifyListenerInput): ModifyListenerOutput => {
    balancer.requireListener(input.ListenerArn ?? '');
    if (input.DefaultActions !== undefined) {
      balancer.write({
        ...balancer.defaultRule(),
        actions: canonicalActions(input.DefaultActions, balancer),
      });
    }
    return { Listeners: [toListener(balancer)] };
  };
}

function toListener(balancer: Balancer): Listener {
  const { listenerArn, arn, protocol } = balancer.settings;
  return {
    ListenerArn: listenerArn,
    LoadBalancerArn: arn,
    Port: protocol === 'HTTPS' ? 443 : 80,
    Protocol: protocol,
    DefaultActions: [...balancer.defaultRule().actions],
  };
}
