/** "Check telemetry": whether somebody would see it go wrong. Changes only the ledger. */

import { carryOut } from '../aws/checks/carry-out.ts';
import { telemetryReaders } from '../aws/checks/telemetry.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { logs } from '../aws/clients/logs.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';

type Needs = 'cloudwatch' | 'dynamodb' | 'elbv2' | 'logs';

export async function checkTelemetry(world: World<Needs>, { cutover, check }: WithCheck) {
  return carryOut(world, cutover, check, telemetryReaders);
}

export const handler = lambda(checkTelemetry, {
  input: withCheck,
  clients: { cloudwatch, dynamodb, elbv2, logs },
});
