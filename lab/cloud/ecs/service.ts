import type { SimulatedService } from '../service.ts';
import type { Cluster } from './cluster.ts';
import { describeServices } from './describe-services.ts';
import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  registerTaskDefinition,
} from './task-definition-actions.ts';
import { describeTasks, listTasks } from './tasks.ts';
import { updateService } from './update-service.ts';

/** The ECS API over one cluster. */
export function ecs(cluster: Cluster) {
  return {
    actions: {
      DescribeServices: describeServices(cluster),
      UpdateService: updateService(cluster),
      DescribeTaskDefinition: describeTaskDefinition(cluster),
      RegisterTaskDefinition: registerTaskDefinition(cluster),
      DeregisterTaskDefinition: deregisterTaskDefinition(cluster),
      ListTasks: listTasks(cluster),
      DescribeTasks: describeTasks(cluster),
    },
  } satisfies SimulatedService;
}
