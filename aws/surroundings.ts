/** Reads everything that the snapshot is made from. */
import type { Service } from '@aws-sdk/client-ecs';
import type { Plan } from '../core/plan/plan.ts';
import type { ServiceSeen, Surroundings } from '../core/release/snapshot.ts';
import { countHealthy, loadBalancerDimension, type ReadGroup, readGroup } from './balancer/groups.ts';
import { listenerOf, type ReadRule, readAllRules, readRules } from './balancer/rules.ts';
import { readServices } from './containers.ts';
import { isNamed } from './failures.ts';
import { readScaling } from './scaling.ts';
import type { World } from './world.ts';

type Needs = 'ecs' | 'elbv2' | 'application-autoscaling';

export async function readSurroundings(
  world: World<Needs>,
  plan: Pick<Plan, 'target'>,
): Promise<Surroundings> {
  const { cluster, services, rules } = plan.target;
  const [a, b] = await readServices(world, cluster, services);
  if (a === undefined || b === undefined)
    throw new Error('readServices returns as many services as it is asked for');
  const seenA = await readServiceSeen(world, cluster, a);
  const seenB = await readServiceSeen(world, cluster, b);
  const own = loadBalancerOf(listenerOf(rules[0] ?? ''));
  const balancers = new Set([own, ...seenA.loadBalancerArns, ...seenB.loadBalancerArns]);
  const allRules = [];
  for (const arn of balancers) allRules.push(...(await readAllRules(world, arn)));
  return {
    loadBalancer: loadBalancerDimension(own),
    services: [seenA.seen, seenB.seen],
    rules: await readExistingRules(world, rules),
    allRules,
  };
}

/** `…:listener/app/name/id/listener` → `…:loadbalancer/app/name/id`. */
function loadBalancerOf(listenerArn: string): string {
  return listenerArn.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
}

async function readExistingRules(world: World<'elbv2'>, arns: readonly string[]): Promise<ReadRule[]> {
  try {
    return await readRules(world, arns);
  } catch (error) {
    // The API names no rule in this error; asked one by one it is clear which one is missing.
    if (!isNamed(error, 'RuleNotFoundException') && !isNamed(error, 'ListenerNotFoundException')) throw error;
    if (arns.length === 1) return [];
    const found = [];
    for (const arn of arns) found.push(...(await readExistingRules(world, [arn])));
    return found;
  }
}

async function readServiceSeen(
  world: World<Needs>,
  cluster: string,
  service: Service,
): Promise<{ readonly seen: ServiceSeen; readonly loadBalancerArns: readonly string[] }> {
  const balancers = service.loadBalancers ?? [];
  const targetGroupArns = balancers.flatMap((one) => one.targetGroupArn ?? []);
  const groups: ReadGroup[] = [];
  for (const arn of targetGroupArns) groups.push(await readGroup(world, arn));
  const name = service.serviceName ?? '';
  const first = targetGroupArns[0];
  return {
    loadBalancerArns: groups.flatMap((group) => group.loadBalancerArns),
    seen: {
      name,
      controller: service.deploymentController?.type,
      ecsOwnsRule: balancers.some((one) => one.advancedConfiguration !== undefined),
      targetGroupArns,
      deployments: (service.deployments ?? []).map(({ status, rolloutState }) => ({ status, rolloutState })),
      taskDefinition: service.taskDefinition ?? '',
      desiredCount: service.desiredCount ?? 0,
      runningCount: service.runningCount ?? 0,
      healthyTargets: first === undefined ? 0 : await countHealthy(world, first),
      hasTargetStickiness: groups.some((group) => group.hasTargetStickiness),
      scaling: await readScaling(world, cluster, name),
    },
  };
}
