/** "Take lock": makes this cutover the only one on its rules and services. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { type WithExecution, withExecution } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { deadHolders } from '../aws/ledger/holders.ts';
import { firstRow, lockedArns, readHolders, writeLock } from '../aws/ledger/lock.ts';
import { readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

export async function takeLock(world: World<'dynamodb' | 'sfn'>, { cutover, executionArn }: WithExecution) {
  const { plan, abortedBy, byHand } = await readRecord(world, cutover);
  if (abortedBy !== undefined) throw new Failure('Aborted', abortedBy);
  const arns = lockedArns(plan);
  if (!cutover.live) return { epoch: 0, story: [`Would lock ${arns.join(', ')}`] };
  const holders = await readHolders(world, arns);
  const own = holders.find((row) => row.cutoverId === cutover.id && row.executionArn === executionArn);
  if (own !== undefined) return { epoch: own.epoch };
  const dead = await deadHolders(world, holders);
  const row = firstRow(cutover, executionArn, world.clock.now(), byHand);
  const taken = await writeLock(world, arns, row, dead);
  if (taken === 'held')
    throw new Failure('AlreadyLocked', `another cutover took ${arns.join(' or ')} just now`);
  // Whoever aborted while the lock was being taken saw none to mark.
  const now = await readRecord(world, cutover);
  if (now.abortedBy !== undefined) throw new Failure('Aborted', now.abortedBy);
  const story = dead.map(
    (id) => `Took the lock over from ${id}: its lease ran out and its execution does not run`,
  );
  return { epoch: row.epoch, story: [...story, `Locked ${arns.length} rules and services`] };
}

export const handler = lambda(takeLock, { input: withExecution, clients: { dynamodb, sfn } });
