import {
  type DescribeSecretRequest,
  type DescribeSecretResponse,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';

export type SecretsFinding = 'present' | 'missing' | 'deleted';

const day = 86_400_000;

/** Every secret exists; the first that is asked for is the one that is missing or deleted. Not modelled: rotation, replicas, tags. */
export function describeSecret(startedAt: number, finding: SecretsFinding) {
  let first: string | undefined;
  return ({ SecretId = '' }: DescribeSecretRequest): DescribeSecretResponse => {
    first ??= SecretId;
    const isFound = finding === 'present' || SecretId !== first;
    if (finding === 'missing' && !isFound) {
      const message = "Secrets Manager can't find the specified secret.";
      throw new ResourceNotFoundException({ message, $metadata: {} });
    }
    return {
      ARN: SecretId,
      Name: /:secret:(.+)-\w{6}$/.exec(SecretId)?.[1] ?? SecretId,
      CreatedDate: new Date(startedAt - 90 * day),
      VersionIdsToStages: { 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE': ['AWSCURRENT'] },
      ...(!isFound && { DeletedDate: new Date(startedAt - day) }),
    };
  };
}
