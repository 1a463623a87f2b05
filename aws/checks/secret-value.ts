import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { World } from '../world.ts';

/** A token or an address that is one. Never logged, never kept, never part of an error. */
export async function readSecretValue(world: World<'secretsmanager'>, arn: string): Promise<string> {
  const { SecretString = '' } = await world.clients.secretsmanager.send(
    new GetSecretValueCommand({ SecretId: arn }),
  );
  return SecretString.trim();
}
