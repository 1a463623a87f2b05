/** An image in ECR, by its parts. */
export interface ImageName {
  readonly registry: string;
  readonly account: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html: also the FIPS and dual-stack endpoints. */
const ecr =
  /^(?<registry>(?<account>\d{12})\.dkr(?:\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?|-ecr(?:-fips)?\.[a-z0-9-]+\.on\.aws))\/(?<repository>[a-z0-9._/-]+?)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Undefined where the image is not in ECR: then nothing can be said of its digest. No tag means `latest`. */
export function parseImage(image: string): ImageName | undefined {
  const groups = ecr.exec(image)?.groups;
  if (groups === undefined) return undefined;
  const { registry = '', account = '', repository = '', tag, digest } = groups;
  if (digest !== undefined) return { registry, account, repository, digest };
  return { registry, account, repository, tag: tag ?? 'latest' };
}

export function withDigest(image: ImageName, digest: string): string {
  return `${image.registry}/${image.repository}@${digest}`;
}

export interface ContainerDefinition {
  readonly image?: string;
  readonly [field: string]: unknown;
}

/** Which containers an image is meant for: all of its repository, whatever tag they name, or those that name exactly it. */
export type PinScope = 'repository' | 'name';

/** A task definition in which an image stands by its digest. Containers of other images keep what the file says. */
export function pinImage(
  taskDefinition: Readonly<Record<string, unknown>>,
  image: ImageName,
  digest: string,
  scope: PinScope,
): Record<string, unknown> {
  const containers = (taskDefinition['containerDefinitions'] ?? []) as readonly ContainerDefinition[];
  return {
    ...taskDefinition,
    containerDefinitions: containers.map((container) => {
      const own = parseImage(container.image ?? '');
      const sameRepository = own?.registry === image.registry && own.repository === image.repository;
      const same =
        sameRepository && (scope === 'repository' || (own.tag === image.tag && own.digest === image.digest));
      return same ? { ...container, image: withDigest(image, digest) } : container;
    }),
  };
}

/**
 * What will be started: the image that the plan releases, in place of whatever its repository has in the task definition,
 * and what stands beside it. Without such an image, all of the task definition is released.
 */
export function startedImages(release: {
  readonly image?: string | undefined;
  readonly taskDefinition: Readonly<Record<string, unknown>>;
}): { readonly name: string; readonly isReleased: boolean }[] {
  const all = [...new Set(imagesOf(release.taskDefinition))];
  if (release.image === undefined) return all.map((name) => ({ name, isReleased: true }));
  const released = parseImage(release.image);
  const beside = all.filter((name) => {
    const own = parseImage(name);
    return own === undefined || own.registry !== released?.registry || own.repository !== released.repository;
  });
  const others = beside.filter((name) => name !== release.image);
  return [{ name: release.image, isReleased: true }, ...others.map((name) => ({ name, isReleased: false }))];
}

/** The images that a task definition starts. */
export function imagesOf(taskDefinition: Readonly<Record<string, unknown>>): string[] {
  const containers = (taskDefinition['containerDefinitions'] ?? []) as readonly ContainerDefinition[];
  return containers.flatMap((container) => container.image ?? []);
}
