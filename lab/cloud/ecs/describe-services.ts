import {
  type Deployment as DeploymentOutput,
  type DescribeServicesRequest,
  type DescribeServicesResponse,
  InvalidParameterException,
  type Service,
} from '@aws-sdk/client-ecs';
import { arn } from '../service.ts';
import type { Cluster } from './cluster.ts';
import { refuse } from './errors.ts';
import { type Deployment, type EcsService, isAlive, primaryOf, type Task } from './model.ts';

/** Up to ten services; what does not exist is a failure in the answer. Not modelled: tags, task sets, networking. */
export function describeServices(cluster: Cluster) {
  return (input: DescribeServicesRequest): DescribeServicesResponse => {
    cluster.require(input.cluster);
    const names = input.services ?? [];
    if (names.length === 0) throw refuse(InvalidParameterException, 'Services cannot be empty.');
    if (names.length > 10) throw refuse(InvalidParameterException, 'Too many services, limit 10.');
    return {
      services: names
        .flatMap((name) => cluster.find(name) ?? [])
        .map((service) => toService(service, cluster)),
      failures: names
        .filter((name) => cluster.find(name) === undefined)
        .map((name) => missing(name, cluster)),
    };
  };
}

function missing(name: string, cluster: Cluster) {
  return {
    arn: name.startsWith('arn:') ? name : arn('ecs', `service/${cluster.name}/${name}`),
    reason: 'MISSING',
  };
}

export function toService(service: EcsService, cluster: Cluster): Service {
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: cluster.arn,
    status: 'ACTIVE',
    taskDefinition: primaryOf(service).taskDefinition,
    desiredCount: service.desiredCount,
    ...countTasks(service.tasks),
    launchType: 'FARGATE',
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: {
      deploymentCircuitBreaker: service.circuitBreaker,
      minimumHealthyPercent: service.minimumHealthyPercent,
      maximumPercent: service.maximumPercent,
      strategy: 'ROLLING',
    },
    loadBalancers: [...service.loadBalancers],
    deployments: service.deployments.map((deployment) => toDeployment(deployment, service)),
    events: [...service.events],
    createdAt: new Date(service.createdAt),
    healthCheckGracePeriodSeconds: 0,
  };
}

function toDeployment(deployment: Deployment, service: EcsService): DeploymentOutput {
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition,
    desiredCount: deployment.status === 'PRIMARY' ? service.desiredCount : 0,
    ...countTasks(service.tasks.filter((task) => task.deploymentId === deployment.id)),
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    launchType: 'FARGATE',
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
}

function countTasks(tasks: readonly Task[]) {
  const alive = tasks.filter(isAlive);
  const runningCount = alive.filter((task) => task.lastStatus === 'RUNNING').length;
  return { runningCount, pendingCount: alive.length - runningCount };
}
