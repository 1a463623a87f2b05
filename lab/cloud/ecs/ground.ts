/** The pair of services of a calm afternoon, and the ways in which the checklist may find it. */
import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { balancerArns, type Side } from '../elbv2/ground.ts';
import type { TargetGroup } from '../elbv2/target-group.ts';
import { place } from '../service.ts';
import type { Cluster } from './cluster.ts';
import { k6Image } from './names.ts';
import { beginRollout } from './rollout.ts';
import type { TaskDefinitions } from './task-definitions.ts';

/** `short`: a task below the desired count; `inFlight`: a deployment that does not end; `owned`: ECS moves the rule itself. */
export type EcsFinding = 'healthy' | 'short' | 'inFlight' | 'owned';

export interface PairOptions {
  readonly carrying: Side;
  readonly stableTasks: number;
  readonly standbyTasks: number;
  readonly hasCircuitBreaker: boolean;
  readonly finding: EcsFinding;
}

export const clusterName = 'claude-proxy';
export const repository = 'claude-proxy';
export const oldTag = '2.3.1';
const family = 'claude-proxy';
const oldRevision = 41;

/** `hasMore`: what runs has a variable that nobody thought of in the new version. */
export function seedDefinitions(definitions: TaskDefinitions, at: Date, hasMore = false): string {
  const definition = (
    revision: number,
    tag: string,
  ): TaskDefinition & { family: string; revision: number } => ({
    family,
    revision,
    status: 'ACTIVE',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    executionRoleArn: `arn:aws:iam::${place.account}:role/claude-proxy-execution`,
    taskRoleArn: `arn:aws:iam::${place.account}:role/claude-proxy-task`,
    containerDefinitions: [
      {
        name: 'app',
        image: imageOf(tag),
        essential: true,
        portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
        ...(hasMore && { environment: [{ name: 'RATE_LIMIT_PER_MINUTE', value: '600' }] }),
      },
    ],
    registeredAt: at,
  });
  definitions.seed(k6(at));
  definitions.seed(definition(oldRevision - 1, '2.3.0'));
  return definitions.seed(definition(oldRevision, oldTag));
}

/** The team's load test: a task of its own, in a cluster of its own. */
function k6(at: Date): TaskDefinition & { family: string; revision: number } {
  return {
    family: 'k6',
    revision: 3,
    status: 'ACTIVE',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [
      { name: 'k6', image: `${k6Image}:1.3.0`, essential: true, command: ['run', '/load.js'] },
    ],
    registeredAt: at,
  };
}

/** Both services on the old task definition, steady as if for long. The rules have to be there first. */
export function seedPair(
  cluster: Cluster,
  groups: Readonly<Record<Side, TargetGroup>>,
  taskDefinition: string,
  options: PairOptions,
): void {
  for (const side of ['a', 'b'] as const) {
    const isCarrying = side === options.carrying;
    const desiredCount = isCarrying ? options.stableTasks : options.standbyTasks;
    const isShort = isCarrying && options.finding === 'short';
    const service = cluster.seed(
      {
        name: `claude-proxy-${side}`,
        group: groups[side],
        loadBalancers: [loadBalancer(side, options.finding === 'owned')],
        circuitBreaker: { enable: options.hasCircuitBreaker, rollback: options.hasCircuitBreaker },
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        desiredCount,
        lastCompleted: taskDefinition,
        isFull: isCarrying && (options.finding === 'short' || options.finding === 'inFlight'),
      },
      isShort ? desiredCount - 1 : desiredCount,
    );
    if (isCarrying && options.finding === 'inFlight')
      beginRollout(service, taskDefinition, cluster.rollout());
  }
}

function loadBalancer(side: Side, isOwned: boolean) {
  return {
    targetGroupArn: balancerArns.groups[side],
    containerName: 'app',
    containerPort: 8080,
    ...(isOwned && {
      advancedConfiguration: {
        alternateTargetGroupArn: balancerArns.groups[side === 'a' ? 'b' : 'a'],
        productionListenerRule: balancerArns.rule,
        roleArn: `arn:aws:iam::${place.account}:role/ecs-infrastructure`,
      },
    }),
  };
}

function imageOf(tag: string): string {
  return `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${repository}:${tag}`;
}
