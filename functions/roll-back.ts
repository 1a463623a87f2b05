/** "Roll back": sends everybody to stable, first of all. The last writer of weights: it moves the epoch before it writes. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { withError, withSnapshot } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { endedAlready } from '../aws/ended.ts';
import { note } from '../aws/ledger/record.ts';
import { goBack, unfenced } from '../aws/way-back.ts';
import type { World } from '../aws/world.ts';
import { reasonOf } from '../core/release/reason.ts';

const input = z.object({ ...withError.shape, ...withSnapshot.shape });

export async function rollBack(
  world: World<'dynamodb' | 'elbv2'>,
  { cutover, snapshot, error }: z.infer<typeof input>,
) {
  const reason = reasonOf(error);
  const ending = { outcome: 'rolledBack', reason };
  const backAt = world.clock.now();
  if (!cutover.live)
    return { decision: 'back', ending, epoch: 0, backAt, story: [`Would go back: ${reason}`] };
  const over = await endedAlready(world, cutover, snapshot);
  if (over !== undefined) return { decision: 'over', ending: over, epoch: 0, backAt };
  const { direction, epoch, how } = await goBack(world, cutover, snapshot);
  const wentBack = direction === 'back' && { wentBackAt: world.clock.now() };
  // For whoever has to finish it: the reason that people will read.
  if (epoch !== unfenced)
    await note(world, cutover, { backFor: reason, ...wentBack }, { once: true }).catch(() => undefined);
  const title = direction === 'back' ? 'Rolling back' : 'No way back any more';
  return { decision: direction, ending, epoch, backAt, story: [`${title}: ${reason}`, how] };
}

export const handler = lambda(rollBack, { input, clients: { dynamodb, elbv2 } });
