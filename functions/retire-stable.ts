/** "Retire stable": brings the old service to its standby count once nobody is sent there. Changes that service only. */
import { act } from '../aws/act.ts';
import { applicationAutoscaling } from '../aws/clients/application-autoscaling.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { writeService } from '../aws/containers.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { assertQuiet, passOf } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { writeScaling } from '../aws/scaling.ts';
import type { World } from '../aws/world.ts';
import { floorsAfter } from '../core/release/floors.ts';

export async function retireStable(
  world: World<'dynamodb' | 'ecs' | 'application-autoscaling'>,
  { cutover, epoch }: WithEpoch,
) {
  const { plan, snapshot } = await readSnapshot(world, cutover);
  const { desiredCount } = snapshot.canary;
  const service = snapshot.stable.name;
  const { text } = await act(
    cutover,
    `bring ${service} to its standby count of ${desiredCount}`,
    async () => {
      await assertQuiet(world, passOf(cutover, snapshot, epoch, 'promoting'), service);
      // First the floor, or Auto Scaling would start again what is stopped here.
      const scaling = floorsAfter(snapshot, true).find((one) => one.service === service)?.scaling;
      if (scaling !== undefined) await writeScaling(world, plan.target.cluster, service, scaling);
      return writeService(world, { cluster: plan.target.cluster, service, desiredCount });
    },
    () => `Brought ${service} to its standby count of ${desiredCount}`,
  );
  return { story: [text] };
}

export const handler = lambda(retireStable, {
  input: withEpoch,
  clients: { dynamodb, ecs, 'application-autoscaling': applicationAutoscaling },
});
