/** "Release lock": frees the rules and services for the next cutover. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type OnlyCutover, onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { lockedArns, releaseLock as release } from '../aws/ledger/lock.ts';
import { findRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';

export async function releaseLock(world: World<'dynamodb'>, { cutover }: OnlyCutover) {
  const record = await findRecord(world, cutover);
  if (record === undefined || !cutover.live) return { story: [] };
  const count = await release(world, lockedArns(record.plan), cutover);
  return { story: count === 0 ? [] : ['Released the lock'] };
}

export const handler = lambda(releaseLock, { input: onlyCutover, clients: { dynamodb } });
