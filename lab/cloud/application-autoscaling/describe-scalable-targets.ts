import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type { ScalableTargets } from './state.ts';

/** By resource and dimension; what is not registered is simply not there. Not modelled: paging. */
export function describeScalableTargets(targets: ScalableTargets) {
  return (input: DescribeScalableTargetsRequest): DescribeScalableTargetsResponse => {
    const { ServiceNamespace, ScalableDimension, ResourceIds = [] } = input;
    const found = targets
      .all()
      .filter((target) => target.ServiceNamespace === ServiceNamespace)
      .filter((target) => ScalableDimension === undefined || target.ScalableDimension === ScalableDimension)
      .filter((target) => ResourceIds.length === 0 || ResourceIds.includes(target.ResourceId ?? ''));
    return { ScalableTargets: found };
  };
}
