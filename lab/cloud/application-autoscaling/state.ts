/** Services that Application Auto Scaling manages. */
import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { Cluster } from '../ecs/cluster.ts';

/** Bounds are kept, policies are not modelled: nothing scales out or in by load. */
export class ScalableTargets {
  readonly #targets = new Map<string, ScalableTarget>();
  readonly cluster: Cluster;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    cluster.minimumOf = (service) =>
      this.#targets.get(`service/${cluster.name}/${service}`)?.MinCapacity ?? 0;
  }

  all(): ScalableTarget[] {
    return [...this.#targets.values()];
  }

  find(resourceId: string): ScalableTarget | undefined {
    return this.#targets.get(resourceId);
  }

  put(target: ScalableTarget & { readonly ResourceId: string }): void {
    this.#targets.set(target.ResourceId, target);
  }
}
