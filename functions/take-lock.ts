/** "Take lock": makes this cutover the only one on its rules and services. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { isRunning } from '../aws/executions.ts';
import { type WithExecution, withExecution } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { leaseMilliseconds, lockedArns, readHolders, writeLock } from '../aws/ledger/lock.ts';
import { readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

export async function takeLock(world: World<'dynamodb' | 'sfn'>, { cutover, executionArn }: WithExecution) {
  const { plan } = await readRecord(world, cutover);
  const arns = lockedArns(plan);
  if (!cutover.live) return { epoch: 0, story: [`Would lock ${arns.join(', ')}`] };
  const holders = await readHolders(world, arns);
  const own = holders.find((row) => row.cutoverId === cutover.id && row.executionArn === executionArn);
  if (own !== undefined) return { epoch: own.epoch };
  const dead: string[] = [];
  for (const row of holders) {
    const over = row.leaseUntil < world.clock.now() && !(await isRunning(world, row.executionArn));
    if (!over)
      throw new Failure(
        'AlreadyLocked',
        `cutover ${row.cutoverId} holds ${row.arn}; wait for it or abort it`,
      );
    if (!dead.includes(row.cutoverId)) dead.push(row.cutoverId);
  }
  const row = {
    cutoverId: cutover.id,
    executionArn,
    epoch: 1,
    phase: 'releasing',
    intended: 'snapshot',
    confirmed: 'snapshot',
  } as const;
  const taken = await writeLock(
    world,
    arns,
    { ...row, leaseUntil: world.clock.now() + leaseMilliseconds },
    dead,
  );
  if (taken === 'held')
    throw new Failure('AlreadyLocked', `another cutover took ${arns.join(' or ')} at this moment`);
  const story = dead.map(
    (id) => `Took the lock over from ${id}, whose lease ran out and whose execution does not run`,
  );
  return { epoch: 1, story: [...story, `Locked ${arns.length} rules and services`] };
}

export const handler = lambda(takeLock, { input: withExecution, clients: { dynamodb, sfn } });
