/** Reads what a canary or a ramp by hand would begin with. Writes nothing. */
import { type ClimbFrom, forecastCanary, forecastRamp, type Would } from '../../core/by-hand/forecast.ts';
import { Failure } from '../../core/failures.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { makeSnapshot } from '../../core/release/snapshot.ts';
import { pinImages } from '../images.ts';
import { lockedArns, readHolders } from '../ledger/lock.ts';
import { readSnapshot } from '../ledger/record.ts';
import { readSurroundings } from '../surroundings.ts';
import type { World } from '../world.ts';

type Needs = World<'dynamodb' | 'ecr' | 'ecs' | 'elbv2' | 'application-autoscaling'>;

export async function foreseeCanary(world: Needs, plan: Plan, percent: number): Promise<Would[]> {
  const [holder] = await readHolders(world, lockedArns(plan));
  if (holder !== undefined)
    throw new Failure(
      'AlreadyLocked',
      `cutover ${holder.cutoverId} holds ${holder.arn}; wait for it or abort it`,
    );
  const made = makeSnapshot(
    await readSurroundings(world, plan),
    plan,
    new Date(world.clock.now()).toISOString(),
  );
  if ('refusal' in made) throw new Failure('WorldRejected', made.refusal);
  return forecastCanary(plan, made.snapshot, await pinImages(world, plan.release), percent);
}

export async function foreseeRamp(
  world: Needs,
  cutoverId: string,
  asked: Omit<ClimbFrom, 'percent'>,
): Promise<Would[]> {
  const { plan, snapshot, rung } = await readSnapshot(world, { id: cutoverId, live: true });
  const percent = rung === undefined ? 0 : (plan.rungs[rung.index] ?? 0);
  return forecastRamp(plan, snapshot, { ...asked, percent });
}
