/** "Start canary": brings the canary's service to the new task definition. Changes that service only, no traffic. */
import { act } from '../aws/act.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { writeService } from '../aws/containers.ts';
import { type FreshEpoch, freshEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { assertPass, passOf } from '../aws/ledger/pass.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { assertFresh } from '../core/release/redrive.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';

export async function startCanary(
  world: World<'dynamodb' | 'ecs'>,
  { cutover, epoch, redrives }: FreshEpoch,
) {
  assertFresh(redrives);
  const { plan, snapshot, canaryTaskDefinition } = await readSnapshot(world, cutover);
  const desiredCount = canaryTasks(plan.canaryPercent, snapshot.stable.desiredCount);
  const service = snapshot.canary.name;
  const { text } = await act(
    cutover,
    `start ${desiredCount} tasks of ${service} and wait until all are healthy`,
    async () => {
      await assertPass(world, passOf(cutover, snapshot, epoch, 'releasing'));
      await note(world, cutover, { canaryStartedAt: world.clock.now() }, { once: true });
      const taskDefinition = canaryTaskDefinition ?? '';
      const { cluster } = plan.target;
      return writeService(world, { cluster, service, desiredCount, taskDefinition, atLeast: true });
    },
    () => `Started ${desiredCount} tasks of ${service}`,
  );
  return { story: [text] };
}

export const handler = lambda(startCanary, { input: freshEpoch, clients: { dynamodb, ecs } });
