/** "Judge watch": judges the half hour after the ramp against the plan's limits. Changes only the ledger. */
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type OnlyCutover, onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { judgeAfterRamp } from '../aws/after-ramp.ts';
import type { World } from '../aws/world.ts';

export async function judgeWatch(
  world: World<'dynamodb' | 'cloudwatch' | 'elbv2'>,
  { cutover }: OnlyCutover,
) {
  const record = await readSnapshot(world, cutover);
  return judgeAfterRamp(world, cutover, record, 'watch');
}

export const handler = lambda(judgeWatch, { input: onlyCutover, clients: { dynamodb, cloudwatch, elbv2 } });
