import type { Cluster } from '../ecs/cluster.ts';
import type { Side } from '../elbv2/ground.ts';
import { registerScalableTarget } from './register-scalable-target.ts';
import { ScalableTargets } from './state.ts';

export type ScalingOptions = Partial<Record<Side, { readonly minimum: number; readonly maximum: number }>>;

/** Which of the pair is managed at the start. */
export function seedScaling(cluster: Cluster, options: ScalingOptions = {}): ScalableTargets {
  const targets = new ScalableTargets(cluster);
  for (const [side, { minimum, maximum }] of Object.entries(options)) {
    registerScalableTarget(targets)({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: `service/${cluster.name}/claude-proxy-${side}`,
      MinCapacity: minimum,
      MaxCapacity: maximum,
    });
  }
  return targets;
}
