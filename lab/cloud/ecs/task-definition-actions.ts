import {
  ClientException,
  type DeregisterTaskDefinitionRequest,
  type DeregisterTaskDefinitionResponse,
  type DescribeTaskDefinitionRequest,
  type DescribeTaskDefinitionResponse,
  type RegisterTaskDefinitionRequest,
  type RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';
import type { Cluster } from './cluster.ts';
import { refuse } from './errors.ts';

/** Not modelled: tags in the answer. */
export function describeTaskDefinition(cluster: Cluster) {
  return (input: DescribeTaskDefinitionRequest): DescribeTaskDefinitionResponse => {
    return {
      taskDefinition: cluster.definitions.require(
        input.taskDefinition ?? '',
        'Unable to describe task definition.',
      ),
    };
  };
}

/** The next revision of the family, always a new one. Not modelled: validation beyond names, images and memory. */
export function registerTaskDefinition(cluster: Cluster) {
  return (input: RegisterTaskDefinitionRequest): RegisterTaskDefinitionResponse => {
    const { family = '', containerDefinitions = [] } = input;
    if (family === '') throw refuse(ClientException, 'Family should not be empty.');
    if (!/^[\w-]{1,255}$/.test(family)) throw refuse(ClientException, 'Family contains invalid characters.');
    if (containerDefinitions.length === 0) throw refuse(ClientException, 'Container list cannot be empty.');
    for (const { name, image } of containerDefinitions) {
      if (name === undefined || name === '')
        throw refuse(ClientException, 'Container.name should not be null or empty.');
      if (image === undefined || image === '')
        throw refuse(ClientException, 'Container.image should not be null or empty.');
    }
    if (
      input.memory === undefined &&
      containerDefinitions.some((one) => one.memory === undefined && one.memoryReservation === undefined)
    ) {
      throw refuse(
        ClientException,
        "Invalid setting for container. At least one of 'memory' or 'memoryReservation' must be specified.",
      );
    }
    return {
      taskDefinition: cluster.definitions.register({ ...input, family }, new Date(cluster.clock.now())),
      ...(input.tags !== undefined && { tags: input.tags }),
    };
  };
}

/** INACTIVE at once; services that run it go on. Not modelled: deletion. */
export function deregisterTaskDefinition(cluster: Cluster) {
  return (input: DeregisterTaskDefinitionRequest): DeregisterTaskDefinitionResponse => {
    const name = input.taskDefinition ?? '';
    if (!name.includes(':')) throw refuse(ClientException, 'Invalid revision number. Number: null');
    return { taskDefinition: cluster.definitions.deregister(name, new Date(cluster.clock.now())) };
  };
}
