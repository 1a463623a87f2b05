import {
  type DescribeRepositoriesRequest,
  type DescribeRepositoriesResponse,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { arn, place } from '../service.ts';
import type { Registry } from './registry.ts';

/** By name. Not modelled: paging, exclusion filters, encryption. */
export function describeRepositories(registry: Registry) {
  return ({ repositoryNames = [] }: DescribeRepositoriesRequest): DescribeRepositoriesResponse => {
    const missing = repositoryNames.find((name) => !registry.repositories.includes(name));
    if (missing !== undefined) {
      const message = `The repository with name '${missing}' does not exist in the registry with id '${place.account}'`;
      throw new RepositoryNotFoundException({ message, $metadata: {} });
    }
    return {
      repositories: repositoryNames.map((repositoryName) => ({
        repositoryName,
        repositoryArn: arn('ecr', `repository/${repositoryName}`),
        registryId: place.account,
        imageTagMutability: registry.hasMutableTags ? 'MUTABLE' : 'IMMUTABLE',
      })),
    };
  };
}
