import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { judgeSecrets, type SecretFacts } from '../../core/checks/secrets.ts';
import { calmSeconds } from '../../core/plan/timetable.ts';
import { type SecretReference, secretsOf } from '../../core/release/references.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import type { Reader } from './reader.ts';

/** DescribeSecret reads no value; whether the task role may decrypt it, only the task can show. */
export const readSecrets: Reader<'secretsmanager' | 'ssm'> = async (world, { plan, now }) => {
  const facts: SecretFacts[] = [];
  for (const reference of secretsOf(plan.release.taskDefinition))
    facts.push(
      isSecret(reference.from) ? await readSecret(world, reference) : await readParameter(world, reference),
    );
  return { verdict: judgeSecrets(facts, { from: now, to: now + calmSeconds(plan) * 1000 }), facts };
};

function isSecret(from: string): boolean {
  return from.includes(':secretsmanager:');
}

/** `arn:…:secret:name-Ab12Cd:json-key:stage:version`; the last three may be empty or absent. */
async function readSecret(
  world: World<'secretsmanager'>,
  { name, from }: SecretReference,
): Promise<SecretFacts> {
  const parts = from.split(':');
  const about = { variable: name, from };
  const [stage, version] = [parts[8] || 'AWSCURRENT', parts[9] ?? ''];
  try {
    const secret = await world.clients.secretsmanager.send(
      new DescribeSecretCommand({ SecretId: parts.slice(0, 7).join(':') }),
    );
    const versions = secret.VersionIdsToStages ?? {};
    const hasValue =
      version === '' ? Object.values(versions).some((stages) => stages.includes(stage)) : version in versions;
    const state = secret.DeletedDate !== undefined ? 'deleted' : hasValue ? 'there' : 'noValue';
    return {
      ...about,
      state,
      nextRotationAt: secret.RotationEnabled === true ? secret.NextRotationDate?.getTime() : undefined,
    };
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return { ...about, state: 'missing' };
    throw error;
  }
}

/** An ARN does not tell `name` from `/name`: both end in `:parameter/name`. */
function parameterNames(from: string): string[] {
  const path = /:parameter(\/.+)$/.exec(from)?.[1];
  if (path === undefined) return [from];
  return path.lastIndexOf('/') === 0 ? [path, path.slice(1)] : [path];
}

async function readParameter(world: World<'ssm'>, { name, from }: SecretReference): Promise<SecretFacts> {
  const { Parameters = [] } = await world.clients.ssm.send(
    new DescribeParametersCommand({
      ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: parameterNames(from) }],
    }),
  );
  return { variable: name, from, state: Parameters.length > 0 ? 'there' : 'missing' };
}
