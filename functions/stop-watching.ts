/** "Stop watching": ends the guard's say in one conditional write. From here on the cutover only finishes forward. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { readDrift } from '../aws/drift.ts';
import { attempt } from '../aws/attempt.ts';
import { type FreshEpoch, freshEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { startPromoting } from '../aws/ledger/fence.ts';
import { readLock } from '../aws/ledger/lock.ts';
import { leadingArn, passOf } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { endWait } from '../aws/tokens.ts';
import type { World } from '../aws/world.ts';
import { holdPollSeconds as waitSeconds } from '../core/plan/budget.ts';
import { assertFresh } from '../core/release/redrive.ts';

export async function stopWatching(
  world: World<'dynamodb' | 'elbv2' | 'sfn'>,
  { cutover, epoch, redrives }: FreshEpoch,
) {
  const { snapshot, listenToken } = await readSnapshot(world, cutover);
  if (!cutover.live) return { decision: 'over', story: ['Would stop watching and promote'] };
  const row = await readLock(world, leadingArn(snapshot));
  // What has ended already only finishes, however often it is begun again.
  if (row?.phase !== 'promoting') assertFresh(redrives);
  const read = await attempt(
    async () => row?.phase === 'releasing' && (await readDrift(world, snapshot, row)),
  );
  if ('error' in read) return { decision: 'hold', waitSeconds, reason: `the rules: ${read.error}` };
  if (typeof read.seen === 'string')
    return { decision: 'hold', waitSeconds, reason: `somebody else changed the weights of ${read.seen}` };
  await startPromoting(world, passOf(cutover, snapshot, epoch, 'releasing'));
  await endWait(world, listenToken);
  return { decision: 'over', story: ['Stopped watching: from here on the cutover only finishes'] };
}

export const handler = lambda(stopWatching, { input: freshEpoch, clients: { dynamodb, elbv2, sfn } });
