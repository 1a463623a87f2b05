/** "Check outside": staging, people, and whatever speaks HTTP. Posts the window where the plan says so. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { outsideReaders } from '../aws/checks/outside.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { secretsmanager } from '../aws/clients/secretsmanager.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'dynamodb' | 'secretsmanager';

export async function checkOutside(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, outsideReaders);
}

export const handler = lambda(checkOutside, { input: withCheck, clients: { dynamodb, secretsmanager } });
