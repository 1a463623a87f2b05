/** "Check workload": what runs and what is about to. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { workloadReaders } from '../aws/checks/workload.ts';
import { acm } from '../aws/clients/acm.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecr } from '../aws/clients/ecr.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'acm' | 'dynamodb' | 'ecr' | 'ecs' | 'elbv2';

export async function checkWorkload(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, workloadReaders);
}

export const handler = lambda(checkWorkload, {
  input: withCheck,
  clients: { acm, dynamodb, ecr, ecs, elbv2 },
});
