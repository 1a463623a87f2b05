import { Failure } from '../core/failures.ts';
import type { Snapshot } from '../core/record.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';
import { split } from '../core/traffic/division.ts';
import { countHealthy } from './balancer/groups.ts';
import { passOf } from './ledger/pass.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { divideTraffic } from './traffic.ts';
import type { World } from './world.ts';

/** Raises the share to a rung, if the canary has the targets for it. Returns how many are healthy. */
export async function shiftTo(
  world: World<'dynamodb' | 'elbv2'>,
  cutover: CutoverRef,
  { snapshot }: CutoverRecord & { readonly snapshot: Snapshot },
  epoch: number,
  percent: number,
): Promise<number> {
  const needed = canaryTasks(percent, snapshot.stable.desiredCount);
  const healthy = await countHealthy(world, snapshot.canary.targetGroupArn);
  if (healthy < needed) {
    throw new Failure(
      'NobodyHealthy',
      `${percent} % needs ${needed} healthy canary targets and there are ${healthy}`,
    );
  }
  await divideTraffic(world, passOf(cutover, snapshot, epoch, 'releasing'), snapshot, split(percent));
  return healthy;
}
