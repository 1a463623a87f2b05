/** "Check dependencies": what the release leans on. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { dependencyReaders } from '../aws/checks/dependencies.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { secretsmanager } from '../aws/clients/secretsmanager.ts';
import { sqs } from '../aws/clients/sqs.ts';
import { ssm } from '../aws/clients/ssm.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'dynamodb' | 'secretsmanager' | 'sqs' | 'ssm';

export async function checkDependencies(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, dependencyReaders);
}

export const handler = lambda(checkDependencies, {
  input: withCheck,
  clients: { dynamodb, secretsmanager, sqs, ssm },
});
