import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { Failure } from '../core/failures.ts';
import { type ImageName, imagesOf, parseImage, pinImage } from '../core/release/image.ts';
import { isNamed } from './failures.ts';
import type { PinnedDefinition } from './ledger/record.ts';
import type { World } from './world.ts';

/** The digest that a tag means now: tags move, digests do not. */
export async function readDigest(world: World<'ecr'>, image: ImageName): Promise<string> {
  try {
    const { imageDetails = [] } = await world.clients.ecr.send(
      new DescribeImagesCommand({
        registryId: image.account,
        repositoryName: image.repository,
        imageIds: [image.digest === undefined ? { imageTag: image.tag } : { imageDigest: image.digest }],
      }),
    );
    const digest = imageDetails[0]?.imageDigest;
    if (digest !== undefined) return digest;
  } catch (error) {
    if (!isNamed(error, 'ImageNotFoundException') && !isNamed(error, 'RepositoryNotFoundException'))
      throw error;
  }
  throw new Failure(
    'WorldRejected',
    `image ${image.repository}:${image.tag ?? image.digest} is not in ECR account ${image.account}`,
  );
}

/**
 * The plan's task definition with every image that the release names standing by its digest: the released image
 * where the plan gives one, else every image of ECR. Images of other registries stay as they are, and are told.
 */
export async function pinImages(
  world: World<'ecr'>,
  release: {
    readonly image?: string | undefined;
    readonly taskDefinition: Readonly<Record<string, unknown>>;
  },
): Promise<PinnedDefinition> {
  const scope = release.image === undefined ? 'name' : 'repository';
  const names = release.image === undefined ? imagesOf(release.taskDefinition) : [release.image];
  let definition: Record<string, unknown> = { ...release.taskDefinition };
  const told: string[] = [];
  for (const name of new Set(names)) {
    const image = parseImage(name);
    if (image === undefined) {
      told.push(`${name} (not in ECR: not pinned)`);
      continue;
    }
    const digest = await readDigest(world, image);
    definition = pinImage(definition, image, digest, scope);
    told.push(`${image.repository}:${image.tag ?? 'digest'} as ${digest.slice(0, 19)}…`);
  }
  return { definition, text: told.join(', ') };
}
