/** "Prepare next rung": starts the tasks that the next share will need, while this one is held. No traffic. */
import { act } from '../aws/act.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { writeService } from '../aws/containers.ts';
import { type FreshRung, freshRung } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { assertPass, passOf } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { assertFresh } from '../core/release/redrive.ts';
import { waitUntil } from '../core/release/schedule.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';

export async function prepareNextRung(
  world: World<'dynamodb' | 'ecs'>,
  { cutover, epoch, rung, redrives }: FreshRung,
) {
  assertFresh(redrives);
  const { plan, snapshot, rung: noted } = await readSnapshot(world, cutover);
  const percent = plan.rungs[rung + 1] ?? 100;
  const desiredCount = canaryTasks(percent, snapshot.stable.desiredCount);
  const service = snapshot.canary.name;
  const { result, text } = await act(
    cutover,
    `bring ${service} to ${desiredCount} tasks for ${percent} %`,
    async () => {
      await assertPass(world, passOf(cutover, snapshot, epoch, 'releasing'));
      return writeService(world, { cluster: plan.target.cluster, service, desiredCount, atLeast: true });
    },
    () => `Bringing ${service} to ${desiredCount} tasks for ${percent} %`,
  );
  const now = world.clock.now();
  const holdUntil = waitUntil(now, noted?.dueAt ?? now, plan.rungHoldSeconds, cutover.live);
  return { holdUntil, story: result === 'already so' ? [] : [text] };
}

export const handler = lambda(prepareNextRung, { input: freshRung, clients: { dynamodb, ecs } });
