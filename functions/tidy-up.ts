/** "Tidy up": removes everything that the cutover armed: its door, its floors, its alarms. No traffic. */
import * as z from 'zod/mini';
import { applicationAutoscaling } from '../aws/clients/application-autoscaling.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { withdrawGate } from '../aws/gate/tend.ts';
import { ending, onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { findRecord, note } from '../aws/ledger/record.ts';
import { disarm } from '../aws/disarm.ts';
import type { World } from '../aws/world.ts';

const input = z.extend(onlyCutover, { ending });
type Needs = 'dynamodb' | 'sfn' | 'elbv2' | 'cloudwatch' | 'application-autoscaling';

export async function tidyUp(world: World<Needs>, { cutover, ending: how }: z.infer<typeof input>) {
  const record = await findRecord(world, cutover);
  if (record === undefined || !cutover.live) return { story: [] };
  // Should this be the last thing that works, the reconciler knows how it was ending.
  await note(world, cutover, { ending: how });
  await withdrawGate(world, record, how.reason);
  const story =
    record.snapshot === undefined
      ? []
      : await disarm(world, cutover, { ...record, snapshot: record.snapshot }, how);
  await note(world, cutover, { tidiedAt: world.clock.now() });
  return { story };
}
export const handler = lambda(tidyUp, {
  input,
  clients: { dynamodb, sfn, elbv2, cloudwatch, 'application-autoscaling': applicationAutoscaling },
});
