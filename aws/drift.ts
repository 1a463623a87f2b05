import type { Fence, Snapshot } from '../core/record.ts';
import { differing } from './traffic.ts';
import type { World } from './world.ts';

/** Rules that are neither as confirmed nor as intended: somebody else's hand. Undefined where there are none. */
export async function readDrift(
  world: World<'elbv2'>,
  snapshot: Snapshot,
  fence: Pick<Fence, 'intended' | 'confirmed'>,
): Promise<string | undefined> {
  const unconfirmed = await differing(world, snapshot, fence.confirmed);
  if (unconfirmed.length === 0) return undefined;
  const unintended =
    fence.intended === fence.confirmed ? unconfirmed : await differing(world, snapshot, fence.intended);
  // While a writer of ours is between two rules, one may be as intended and the other as confirmed.
  const foreign = unconfirmed.filter((rule) => unintended.some((other) => other.arn === rule.arn));
  return foreign.length === 0 ? undefined : foreign.map((rule) => rule.arn).join(', ');
}
