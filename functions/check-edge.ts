/** "Check edge": what stands between users and the balancer. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { edgeReaders } from '../aws/checks/edge.ts';
import { cloudfront } from '../aws/clients/cloudfront.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'cloudfront' | 'dynamodb';

export async function checkEdge(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, edgeReaders);
}

export const handler = lambda(checkEdge, {
  input: withCheck,
  clients: { cloudfront, dynamodb },
});
