/** What a checker sees: who is served by whom at this instant. Looking changes nothing and draws nothing. */
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Cluster } from '../cloud/ecs/cluster.ts';
import { isAlive, primaryOf } from '../cloud/ecs/model.ts';
import type { Balancer } from '../cloud/elbv2/state.ts';

export interface ServiceView {
  readonly service: string;
  readonly groupArn: string;
  readonly taskDefinition: string;
  readonly desired: number;
  readonly running: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly draining: number;
  /** Running tasks by version. */
  readonly versions: Readonly<Record<'stable' | 'canary', number>>;
}

export interface RuleView {
  readonly arn: string;
  readonly priority: number;
  /** As the API has them. */
  readonly actions: readonly Action[];
  /** As users are served by them; undefined where the rule has not reached the nodes yet. */
  readonly live: readonly Action[] | undefined;
}

export interface ProductionView {
  readonly at: number;
  readonly services: readonly ServiceView[];
  /** By priority; the default rule last, with priority Infinity. */
  readonly rules: readonly RuleView[];
  /** The weight-derived share of the canary's group that users are served with. */
  readonly canaryPercent: number;
}

/** The little of a view that the invariants go by: they are held after every event. */
export interface Glance {
  /** The actions of those rules that exist, as the API has them. */
  readonly actions: readonly (readonly Action[])[];
  readonly stable: Pick<ServiceView, 'desired' | 'healthy'>;
  readonly canary: Pick<ServiceView, 'desired' | 'healthy'>;
  readonly canaryPercent: number;
}

const nothing = { desired: 0, healthy: 0 };

export function glanceOf(
  cluster: Cluster,
  balancer: Balancer,
  at: { readonly rules: readonly string[]; readonly canaryGroupArn: string; readonly canaryPercent: number },
): Glance {
  let [stable, canary] = [nothing, nothing];
  for (const { group, desiredCount } of cluster.services()) {
    const seen = { desired: desiredCount, healthy: group.count('healthy') };
    if (group.arn === at.canaryGroupArn) canary = seen;
    else stable = seen;
  }
  const actions = [];
  for (const rule of balancer.rules()) if (at.rules.includes(rule.arn)) actions.push(rule.actions);
  return { actions, stable, canary, canaryPercent: at.canaryPercent };
}

export function viewOf(cluster: Cluster, balancer: Balancer, canaryPercent: number): ProductionView {
  return {
    at: cluster.clock.now(),
    services: cluster.services().map((service): ServiceView => {
      const running = service.tasks.filter((task) => isAlive(task) && task.lastStatus === 'RUNNING');
      const canaries = running.filter((task) => task.version === 'canary').length;
      return {
        service: service.name,
        groupArn: service.group.arn,
        taskDefinition: primaryOf(service).taskDefinition,
        desired: service.desiredCount,
        running: running.length,
        healthy: service.group.count('healthy'),
        unhealthy: service.group.count('unhealthy'),
        draining: service.group.count('draining'),
        versions: { stable: running.length - canaries, canary: canaries },
      };
    }),
    rules: balancer.rules().map(({ arn, priority, actions }) => ({
      arn,
      priority,
      actions,
      live: balancer.live.get(arn)?.actions,
    })),
    canaryPercent,
  };
}
