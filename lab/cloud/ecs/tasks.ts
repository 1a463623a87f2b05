import {
  type DescribeTasksRequest,
  type DescribeTasksResponse,
  InvalidParameterException,
  type ListTasksRequest,
  type ListTasksResponse,
  type Task as TaskOutput,
} from '@aws-sdk/client-ecs';
import type { Cluster } from './cluster.ts';
import { refuse } from './errors.ts';
import type { EcsService, Task } from './model.ts';
import type { LoneTasks } from './run-task.ts';

interface Owned {
  readonly task: Task;
  readonly service: EcsService;
}

function allTasks(cluster: Cluster): Owned[] {
  return cluster.services().flatMap((service) => service.tasks.map((task) => ({ task, service })));
}

/** By service and by what ECS wants of the task. Not modelled: families, launch types, container instances, paging. */
export function listTasks(cluster: Cluster) {
  return (input: ListTasksRequest): ListTasksResponse => {
    cluster.require(input.cluster);
    const { serviceName, desiredStatus = 'RUNNING' } = input;
    const own = serviceName === undefined ? undefined : cluster.service(serviceName);
    const tasks = allTasks(cluster).filter(({ service }) => own === undefined || service === own);
    return {
      taskArns: tasks.filter(({ task }) => wantedOf(task) === desiredStatus).map(({ task }) => task.arn),
    };
  };
}

/** By id or ARN; stopped tasks for an hour. Not modelled: services' containers, attachments, attributes, tags. */
export function describeTasks(cluster: Cluster, lone: LoneTasks) {
  return (input: DescribeTasksRequest): DescribeTasksResponse => {
    cluster.requireAny(input.cluster);
    const asked = input.tasks ?? [];
    if (asked.length === 0) throw refuse(InvalidParameterException, 'Tasks cannot be empty.');
    const found = asked.map((name) => {
      const owned = allTasks(cluster).find(({ task }) => task.arn === name || task.id === name);
      return owned === undefined ? lone.find(name) : toTask(owned, cluster);
    });
    return {
      tasks: found.flatMap((task) => task ?? []),
      failures: asked
        .filter((_, index) => found[index] === undefined)
        .map((arn) => ({ arn, reason: 'MISSING' })),
    };
  };
}

function wantedOf(task: Task): 'RUNNING' | 'STOPPED' {
  return task.stoppingAt === undefined && task.stoppedAt === undefined ? 'RUNNING' : 'STOPPED';
}

function toTask({ task, service }: Owned, cluster: Cluster): TaskOutput {
  return {
    taskArn: task.arn,
    clusterArn: cluster.arn,
    taskDefinitionArn: task.taskDefinition,
    group: `service:${service.name}`,
    startedBy: task.deploymentId,
    lastStatus: task.lastStatus,
    desiredStatus: wantedOf(task),
    launchType: 'FARGATE',
    createdAt: new Date(task.createdAt),
    ...(task.startedAt !== undefined && { startedAt: new Date(task.startedAt) }),
    ...(task.stoppingAt !== undefined && { stoppingAt: new Date(task.stoppingAt) }),
    ...(task.stoppedAt !== undefined && { stoppedAt: new Date(task.stoppedAt) }),
    ...(task.stopCode !== undefined && { stopCode: task.stopCode }),
    ...(task.stoppedReason !== undefined && { stoppedReason: task.stoppedReason }),
  };
}
