/** "Check firewall": whether the web ACL does what is meant, and whom it would block. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { firewallReaders } from '../aws/checks/firewall.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { wafv2 } from '../aws/clients/wafv2.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'cloudwatch' | 'dynamodb' | 'wafv2';

export async function checkFirewall(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, firewallReaders);
}

export const handler = lambda(checkFirewall, {
  input: withCheck,
  clients: { cloudwatch, dynamodb, wafv2 },
});
