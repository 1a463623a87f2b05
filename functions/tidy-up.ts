/** "Tidy up": removes everything that the cutover armed: its door, its floors. No traffic. */
import * as z from 'zod/mini';
import { closeDoor } from '../aws/balancer/door.ts';
import { applicationAutoscaling } from '../aws/clients/application-autoscaling.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readLock } from '../aws/ledger/lock.ts';
import { leadingArn } from '../aws/ledger/pass.ts';
import { findRecord } from '../aws/ledger/record.ts';
import { lowerFloors } from '../aws/scaling.ts';
import type { World } from '../aws/world.ts';

const input = z.extend(onlyCutover, { ending: z.object({ outcome: z.string() }) });
type Needs = 'dynamodb' | 'elbv2' | 'application-autoscaling';

export async function tidyUp(world: World<Needs>, { cutover, ending }: z.infer<typeof input>) {
  const record = await findRecord(world, cutover);
  if (record?.snapshot === undefined || !cutover.live) return { story: [] };
  const { snapshot, door, floors, plan } = record;
  // Whoever carries the traffic gets stable's bounds, however the cutover is called by now.
  const row = await readLock(world, leadingArn(snapshot));
  const promoted =
    row?.cutoverId === cutover.id ? row.confirmed === 'canary alone' : ending.outcome === 'promoted';
  const closed = door === undefined ? [] : [await closeDoor(world, snapshot, door)];
  const lowered =
    floors === undefined ? [] : await lowerFloors(world, plan.target.cluster, snapshot, promoted);
  return { story: [...closed, ...lowered] };
}

export const handler = lambda(tidyUp, {
  input,
  clients: { dynamodb, elbv2, 'application-autoscaling': applicationAutoscaling },
});
