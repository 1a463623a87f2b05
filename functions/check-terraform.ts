/** "Check terraform": whether Terraform has anything to change; alone, since such plans hold secrets. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { terraformReaders } from '../aws/checks/terraform.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { s3 } from '../aws/clients/s3.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'dynamodb' | 's3';

export async function checkTerraform(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, terraformReaders);
}

export const handler = lambda(checkTerraform, { input: withCheck, clients: { dynamodb, s3 } });
