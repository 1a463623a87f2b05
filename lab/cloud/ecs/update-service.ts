import {
  ClientException,
  InvalidParameterException,
  type UpdateServiceRequest,
  type UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import type { Cluster } from './cluster.ts';
import { toService } from './describe-services.ts';
import { refuse } from './errors.ts';
import { primaryOf } from './model.ts';
import { beginRollout } from './rollout.ts';

/**
 * A new task definition or `forceNewDeployment` starts a rolling deployment; a desired count alone scales the one there
 * is. The scheduler acts after the answer. Not modelled: every other field, which is taken and ignored.
 */
export function updateService(cluster: Cluster) {
  return (input: UpdateServiceRequest): UpdateServiceResponse => {
    cluster.require(input.cluster);
    const service = cluster.service(input.service);
    const { desiredCount, taskDefinition, forceNewDeployment = false } = input;
    if (desiredCount !== undefined && (!Number.isInteger(desiredCount) || desiredCount < 0)) {
      throw refuse(InvalidParameterException, 'desiredCount must be greater than or equal to 0.');
    }
    const current = primaryOf(service).taskDefinition;
    const wanted = taskDefinition === undefined ? current : activeDefinition(cluster, taskDefinition);
    cluster.setDesired(service, desiredCount ?? service.desiredCount);
    if (wanted !== current || forceNewDeployment) beginRollout(service, wanted, cluster.rollout());
    cluster.clock.after(0, () => cluster.review(service));
    return { service: toService(service, cluster) };
  };
}

function activeDefinition(cluster: Cluster, name: string): string {
  const found = cluster.definitions.require(name, 'TaskDefinition not found.');
  if (found.status !== 'ACTIVE') throw refuse(ClientException, 'TaskDefinition is inactive');
  return found.taskDefinitionArn;
}
