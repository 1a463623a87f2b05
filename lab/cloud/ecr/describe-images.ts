import {
  type DescribeImagesRequest,
  type DescribeImagesResponse,
  type ImageDetail,
  type ImageIdentifier,
  ImageNotFoundException,
  InvalidParameterException,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { place } from '../service.ts';
import type { Registry } from './registry.ts';

/** By tag or digest. Not modelled: listing without ids, paging, filters, scan results, sizes. */
export function describeImages(registry: Registry) {
  return (input: DescribeImagesRequest): DescribeImagesResponse => {
    const { repositoryName = '', registryId = place.account, imageIds = [] } = input;
    if (registryId !== place.account || !registry.repositories.includes(repositoryName)) {
      const message = `The repository with name '${repositoryName}' does not exist in the registry with id '${registryId}'`;
      throw new RepositoryNotFoundException({ message, $metadata: {} });
    }
    if (imageIds.length === 0) {
      throw new InvalidParameterException({
        message: "the lab's ECR describes images by id only",
        $metadata: {},
      });
    }
    return { imageDetails: imageIds.map((id) => find(registry, repositoryName, id)) };
  };
}

function find(
  registry: Registry,
  repositoryName: string,
  { imageTag, imageDigest }: ImageIdentifier,
): ImageDetail {
  const digest = imageTag === undefined ? imageDigest : registry.digestOf(repositoryName, imageTag);
  const isKnown =
    digest !== undefined && (imageTag !== undefined || registry.hasDigest(repositoryName, digest));
  if (!isKnown || (imageDigest !== undefined && imageDigest !== digest)) {
    const id = `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`;
    const message = `The image with imageId ${id} does not exist within the repository with name '${repositoryName}' in the registry with id '${place.account}'`;
    throw new ImageNotFoundException({ message, $metadata: {} });
  }
  return {
    registryId: place.account,
    repositoryName,
    imageDigest: digest,
    imageTags: registry.tagsOf(repositoryName, digest),
    imagePushedAt: registry.pushedAt,
    imageStatus: 'ACTIVE',
  };
}
