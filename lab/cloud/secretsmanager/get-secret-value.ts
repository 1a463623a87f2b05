import type { GetSecretValueRequest, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';

/** A webhook's address where the name says so, else a token. Not modelled: versions, binary values, deleted secrets. */
export function getSecretValue({ SecretId = '' }: GetSecretValueRequest): GetSecretValueResponse {
  const SecretString = SecretId.includes('webhook')
    ? 'https://hooks.slack.com/services/T000/B000/secret-part-of-the-address'
    : 'token-that-must-not-be-shown';
  return { ARN: SecretId, SecretString, VersionStages: ['AWSCURRENT'] };
}
