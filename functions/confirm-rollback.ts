/** "Confirm rollback": looks again once no straggler can be left, and puts the snapshot back where that is safe. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { withEpoch, withSnapshot } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { settleAtHome } from '../aws/settle.ts';
import type { World } from '../aws/world.ts';

const input = z.object({ ...withEpoch.shape, ...withSnapshot.shape, backAt: z.number() });

export async function confirmRollback(world: World<'dynamodb' | 'elbv2'>, given: z.infer<typeof input>) {
  const { cutover, snapshot, epoch, backAt } = given;
  if (!cutover.live) return { decision: 'home' };
  return { ...(await settleAtHome(world, cutover, snapshot, epoch, backAt)) };
}

export const handler = lambda(confirmRollback, { input, clients: { dynamodb, elbv2 } });
