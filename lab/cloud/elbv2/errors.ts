/** The balancer's refusals as the SDK throws them. */
import {
  ElasticLoadBalancingV2ServiceException,
  type ElasticLoadBalancingV2ServiceException as Refusal,
} from '@aws-sdk/client-elastic-load-balancing-v2';

type Made<E extends Refusal> = new (options: { message: string; $metadata: Record<string, never> }) => E;

/** One of the SDK's modelled exceptions. */
export function refuse<E extends Refusal>(kind: Made<E>, message: string): E {
  return new kind({ message, $metadata: {} });
}

/** The service's general `ValidationError`, for which the SDK has no class. */
export function invalid(message: string): Refusal {
  return new ElasticLoadBalancingV2ServiceException({
    name: 'ValidationError',
    $fault: 'client',
    message,
    $metadata: {},
  });
}
