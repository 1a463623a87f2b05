/** The shortest path home. It needs the balancer alone: without a ledger it goes on unfenced, from the snapshot it was given. */
import { Failure } from '../core/failures.ts';
import type { Snapshot } from '../core/record.ts';
import { countHealthy } from './balancer/groups.ts';
import { readRules } from './balancer/rules.ts';
import { isNamed } from './failures.ts';
import { startRollingBack, storeConfirmed } from './ledger/fence.ts';
import type { LockRow } from './ledger/lock.ts';
import { leadingArn, passOf } from './ledger/pass.ts';
import type { CutoverRef } from './ledger/story.ts';
import { arnsOf, differingOf, writeDivision } from './traffic.ts';
import type { World } from './world.ts';

/** How long a rollback tries to move the epoch before it goes on without. */
const fenceMilliseconds = 10_000;
const pauseMilliseconds = 1_000;

/** The epoch of a rollback that could not reach the ledger: nobody's pass fits it. */
export const unfenced = -1;

/** `forward`: watching had ended before, so there is no way back but by hand. */
export interface WayBack {
  readonly direction: 'back' | 'forward';
  readonly epoch: number;
  readonly how: string;
}

export async function goBack(
  world: World<'dynamodb' | 'elbv2'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
): Promise<WayBack> {
  const { epoch, phase } = await moveEpoch(world, cutover, snapshot);
  if (phase === 'promoting')
    return { direction: 'forward', epoch, how: 'Watching had ended before: the cutover only finishes' };
  const direction = 'back';
  const seen = await readRules(world, arnsOf(snapshot), 'wayBack');
  if (differingOf(seen, snapshot, 'snapshot').length > 0) await assertSomebodyHealthy(world, snapshot);
  await writeDivision(world, snapshot, 'stable alone', { haste: 'wayBack', seen });
  if (epoch === unfenced)
    return {
      direction,
      epoch,
      how: `Everything goes to ${snapshot.stable.name} (unfenced: the ledger did not answer)`,
    };
  await storeConfirmed(world, passOf(cutover, snapshot, epoch, 'rollingBack'), 'stable alone').catch(
    (error: unknown) => {
      world.log.error('rollback not confirmed on the ledger', {
        cutoverId: cutover.id,
        error: String(error),
      });
    },
  );
  return { direction, epoch, how: `Everything goes to ${snapshot.stable.name}` };
}

async function moveEpoch(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  snapshot: Snapshot,
): Promise<Pick<LockRow, 'epoch' | 'phase'>> {
  const deadline = world.clock.now() + fenceMilliseconds;
  for (;;) {
    try {
      return await startRollingBack(world, { cutoverId: cutover.id, leadingArn: leadingArn(snapshot) });
    } catch (error) {
      if (isNamed(error, 'Superseded')) throw error;
      if (world.clock.now() + pauseMilliseconds > deadline) return { epoch: unfenced, phase: 'rollingBack' };
      await world.clock.sleep(pauseMilliseconds);
    }
  }
}

/** Sending everybody to a group where nobody is healthy would turn a bad release into an outage. */
export async function assertSomebodyHealthy(world: World<'elbv2'>, snapshot: Snapshot): Promise<void> {
  const healthy = await countHealthy(world, snapshot.stable.targetGroupArn, 'wayBack');
  if (healthy > 0) return;
  throw new Failure(
    'NobodyHealthy',
    `${snapshot.stable.name} has no healthy target: traffic stays where it is until a person decides`,
  );
}
