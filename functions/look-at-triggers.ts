/** "Look at triggers": one look of the guard, its probe included, and the lease renewed. Changes only the ledger. */
import * as z from 'zod/mini';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { onlyCutover, withRedrives } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { leaseOf, renewLease } from '../aws/ledger/lock.ts';
import { leadingArn } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { takeLook } from '../aws/look.ts';
import type { World } from '../aws/world.ts';
import { assertFresh } from '../core/release/redrive.ts';
import { rowText } from '../core/triggers/judge.ts';

const input = z.object({
  ...onlyCutover.shape,
  ...withRedrives.shape,
  pollSeconds: z.int().check(z.gte(0)),
  retries: z.int(),
});

export async function lookAtTriggers(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  { cutover, redrives, ...turn }: z.infer<typeof input>,
) {
  const startedAt = world.clock.now();
  assertFresh(redrives);
  const record = await readSnapshot(world, cutover);
  if (!cutover.live)
    return { decision: 'over', reason: 'dry run', story: ['Would look at the triggers all the time'] };
  const row = await renewLease(world, leadingArn(record.snapshot), cutover, leaseOf(record));
  const { rows, ...look } = await takeLook(world, cutover, record, row, { ...turn, startedAt });
  return { ...look, triggers: rows.map(rowText) };
}

export const handler = lambda(lookAtTriggers, {
  input,
  clients: { dynamodb, elbv2, cloudwatch },
});
