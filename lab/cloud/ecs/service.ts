import type { SimulatedService } from '../service.ts';
import type { RunTaskRequest, StopTaskRequest } from '@aws-sdk/client-ecs';
import type { Cluster } from './cluster.ts';
import { describeServices } from './describe-services.ts';
import { LoneTasks } from './run-task.ts';
import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  registerTaskDefinition,
} from './task-definition-actions.ts';
import { describeTasks, listTasks } from './tasks.ts';
import { updateService } from './update-service.ts';

/** The ECS API over one cluster. */
export function ecs(cluster: Cluster, bearsLoad: () => boolean = () => true) {
  const lone = new LoneTasks(cluster, bearsLoad);
  return {
    actions: {
      DescribeServices: describeServices(cluster),
      UpdateService: updateService(cluster),
      DescribeTaskDefinition: describeTaskDefinition(cluster),
      RegisterTaskDefinition: registerTaskDefinition(cluster),
      DeregisterTaskDefinition: deregisterTaskDefinition(cluster),
      ListTasks: listTasks(cluster),
      DescribeTasks: describeTasks(cluster, lone),
      RunTask: (input: RunTaskRequest) => lone.run(input),
      StopTask: (input: StopTaskRequest) => lone.stop(input),
    },
  } satisfies SimulatedService;
}
