import type { SimulatedService } from '../service.ts';
import { describeScalableTargets } from './describe-scalable-targets.ts';
import { registerScalableTarget } from './register-scalable-target.ts';
import type { ScalableTargets } from './state.ts';

export function applicationAutoscaling(targets: ScalableTargets) {
  return {
    actions: {
      DescribeScalableTargets: describeScalableTargets(targets),
      RegisterScalableTarget: registerScalableTarget(targets),
    },
  } satisfies SimulatedService;
}
