/** "Verify": judges the hour of verification: requests against the plan's limits, the log and the queue against what they were. Changes only the ledger. */
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type OnlyCutover, onlyCutover } from '../aws/inputs.ts';
import { logs } from '../aws/clients/logs.ts';
import { lambda } from '../aws/lambda.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { judgeAfterRamp } from '../aws/after-ramp.ts';
import { judgeSurroundings } from '../aws/verification.ts';
import type { World } from '../aws/world.ts';

export async function verify(
  world: World<'dynamodb' | 'cloudwatch' | 'ecs' | 'elbv2' | 'logs'>,
  { cutover }: OnlyCutover,
) {
  const record = await readSnapshot(world, cutover);
  return judgeAfterRamp(world, cutover, record, 'verify', (time) =>
    judgeSurroundings(world, cutover, record, time),
  );
}

export const handler = lambda(verify, {
  input: onlyCutover,
  clients: { dynamodb, cloudwatch, ecs, elbv2, logs },
});
