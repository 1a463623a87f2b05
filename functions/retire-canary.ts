/** "Retire canary": gives the canary's service back the task definition and count of the snapshot. Changes that service only. */
import * as z from 'zod/mini';
import { act } from '../aws/act.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { writeService } from '../aws/containers.ts';
import { onlyCutover, withSnapshot } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';

const input = z.object({ ...onlyCutover.shape, ...withSnapshot.shape });

export async function retireCanary(
  world: World<'dynamodb' | 'ecs'>,
  { cutover, snapshot }: z.infer<typeof input>,
) {
  const { plan } = await readRecord(world, cutover);
  const { name, desiredCount, taskDefinition } = snapshot.canary;
  const { result, text } = await act(
    cutover,
    `bring ${name} back to ${desiredCount} tasks`,
    () => writeService(world, { cluster: plan.target.cluster, service: name, desiredCount, taskDefinition }),
    () => `Brought ${name} back to ${desiredCount} tasks of the version before`,
  );
  return { story: result === 'already so' ? [] : [text] };
}

export const handler = lambda(retireCanary, { input, clients: { dynamodb, ecs } });
