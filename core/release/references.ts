/** What a task definition refers to, beyond its images. */

interface Container {
  readonly name?: string;
  readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
  readonly environmentFiles?: readonly { readonly value?: string }[];
  readonly secrets?: readonly { readonly name?: string; readonly valueFrom?: string }[];
  readonly repositoryCredentials?: { readonly credentialsParameter?: string };
  readonly logConfiguration?: {
    readonly logDriver?: string;
    readonly options?: Readonly<Record<string, string>>;
    readonly secretOptions?: readonly { readonly name?: string; readonly valueFrom?: string }[];
  };
}

type Definition = Readonly<Record<string, unknown>>;

export interface SecretReference {
  /** The variable that gets it. */
  readonly name: string;
  /** An ARN of Secrets Manager (with a key, a stage and a version after it, perhaps) or of a parameter, or a parameter's name. */
  readonly from: string;
}

export function secretsOf(definition: Definition): SecretReference[] {
  return containersOf(definition).flatMap(({ secrets = [], repositoryCredentials, logConfiguration }) => {
    const credentials = repositoryCredentials?.credentialsParameter;
    const all = [...secrets, ...(logConfiguration?.secretOptions ?? [])];
    return [
      ...all.flatMap(({ name = '', valueFrom }) =>
        valueFrom === undefined ? [] : [{ name, from: valueFrom }],
      ),
      ...(credentials === undefined ? [] : [{ name: 'repositoryCredentials', from: credentials }]),
    ];
  });
}

/** Names of CloudWatch log groups that containers write to. */
export function logGroupsOf(definition: Definition): string[] {
  const groups = containersOf(definition).flatMap(({ logConfiguration }) =>
    logConfiguration?.logDriver === 'awslogs' ? (logConfiguration.options?.['awslogs-group'] ?? []) : [],
  );
  return [...new Set(groups)];
}

/** A log group, and how the streams in it begin that are meant; absent: all of them. */
export interface LogPlace {
  readonly group: string;
  readonly streamPrefix?: string;
}

/** Where containers write in these groups: a group may be shared with others, who have prefixes of their own. */
export function logPlacesOf(definition: Definition, groups: readonly string[]): LogPlace[] {
  const options = containersOf(definition).map(({ logConfiguration }) => logConfiguration?.options ?? {});
  return groups.map((group) => {
    const own = options.filter((one) => one['awslogs-group'] === group);
    const prefixes = [...new Set(own.map((one) => one['awslogs-stream-prefix']))];
    const [prefix] = prefixes;
    return prefixes.length === 1 && prefix !== undefined ? { group, streamPrefix: `${prefix}/` } : { group };
  });
}

/** Where an older version wrote what is compared with these groups: there too, or where it wrote instead. */
export function usualPlacesOf(running: Definition, groups: readonly string[]): LogPlace[] {
  const own = logGroupsOf(running);
  const isElsewhere = own.length > 0 && !groups.some((group) => own.includes(group));
  return logPlacesOf(running, isElsewhere ? own : groups);
}

/** `prefix/container/task-id`: whose line it is, as awslogs names its streams. */
export function taskOfStream(stream: string): string {
  return stream.slice(stream.lastIndexOf('/') + 1);
}

/** Plain variables by name. Two containers with one name: the first counts. */
export function variablesOf(definition: Definition): Map<string, string> {
  return new Map(
    environmentOf(definition)
      .toReversed()
      .map(({ name, value }) => [name, value]),
  );
}

/** Plain variables of every container, in their order. */
export function environmentOf(definition: Definition): { readonly name: string; readonly value: string }[] {
  return containersOf(definition).flatMap(({ environment = [] }) =>
    environment.map(({ name = '', value = '' }) => ({ name, value })),
  );
}

/** Files in S3 whose lines become variables, by their ARNs. */
export function environmentFilesOf(definition: Definition): string[] {
  return containersOf(definition).flatMap(({ environmentFiles = [] }) =>
    environmentFiles.map(({ value = '' }) => value),
  );
}

export function containersOf(definition: Definition): readonly Container[] {
  const { containerDefinitions } = definition;
  return Array.isArray(containerDefinitions) ? (containerDefinitions as readonly Container[]) : [];
}
