import {
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type Repository,
} from '@aws-sdk/client-ecr';
import { type ImageFacts, judgeImages, type OtherImage } from '../../core/checks/image.ts';
import { type ImageName, parseImage, startedImages } from '../../core/release/image.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import type { Reader } from './reader.ts';

export const readImages: Reader<'ecr'> = async (world, { plan }) => {
  const { release, checks } = plan;
  const facts: ImageFacts[] = [];
  const others: OtherImage[] = [];
  for (const { name, isReleased } of startedImages(release)) {
    const image = parseImage(name);
    if (image !== undefined && isReleased) facts.push(await readImage(world, name, image));
    else others.push({ name, isInEcr: image !== undefined });
  }
  const rule = checks.image ?? { findingsBelow: 'high', scan: 'required' };
  return { verdict: judgeImages(facts, rule, others), facts: { images: facts, others } };
};

async function readImage(world: World<'ecr'>, name: string, image: ImageName): Promise<ImageFacts> {
  const of = { registryId: image.account, repositoryName: image.repository };
  const imageId = image.digest === undefined ? { imageTag: image.tag } : { imageDigest: image.digest };
  try {
    const { imageDetails = [] } = await world.clients.ecr.send(
      new DescribeImagesCommand({ ...of, imageIds: [imageId] }),
    );
    const { repositories = [] } = await world.clients.ecr.send(
      new DescribeRepositoriesCommand({ registryId: image.account, repositoryNames: [image.repository] }),
    );
    const digest = imageDetails[0]?.imageDigest;
    return {
      name,
      digest,
      status: imageDetails[0]?.imageStatus,
      isFixed: image.tag === undefined || isImmutable(repositories[0], image.tag),
      scan: digest === undefined ? undefined : await readScan(world, of, digest),
    };
  } catch (error) {
    if (!isNamed(error, 'ImageNotFoundException') && !isNamed(error, 'RepositoryNotFoundException'))
      throw error;
    return { name, digest: undefined, status: undefined, isFixed: false };
  }
}

/** Filters are tag names with `*`; they are exceptions from what the repository says. */
function isImmutable(
  { imageTagMutability = 'MUTABLE', ...rest }: Partial<Repository> = {},
  tag: string,
): boolean {
  const filters = rest.imageTagMutabilityExclusionFilters ?? [];
  const isExcepted = filters.some(({ filter = '' }) =>
    new RegExp(`^${filter.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(
      tag,
    ),
  );
  return imageTagMutability.startsWith('IMMUTABLE') !== isExcepted;
}

/** Not `imageScanStatus` of DescribeImages, which knows only basic scans. */
async function readScan(
  world: World<'ecr'>,
  of: { readonly registryId: string; readonly repositoryName: string },
  imageDigest: string,
): Promise<ImageFacts['scan']> {
  try {
    const { imageScanStatus, imageScanFindings } = await world.clients.ecr.send(
      new DescribeImageScanFindingsCommand({ ...of, imageId: { imageDigest }, maxResults: 1 }),
    );
    return {
      status: imageScanStatus?.status ?? 'unknown',
      counts: imageScanFindings?.findingSeverityCounts ?? {},
    };
  } catch (error) {
    if (isNamed(error, 'ScanNotFoundException')) return undefined;
    throw error;
  }
}
