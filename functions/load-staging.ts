/** "Load staging": sends staging so many requests a second as the plan says. Changes nothing but what staging makes of them, and the ledger. */
import { carryOut } from '../aws/checks/carry-out.ts';
import { loadReaders } from '../aws/checks/load.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

export async function loadStaging(world: World<'dynamodb'>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, loadReaders);
}

export const handler = lambda(loadStaging, { input: withCheck, clients: { dynamodb } });
