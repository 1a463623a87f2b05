/** Somebody else's hand on the rules. */
import type { Fence, Snapshot } from '../core/record.ts';
import { readRules } from './balancer/rules.ts';
import { readShared, type Shared } from './shared.ts';
import { arnsOf, differingOf, type Meant } from './traffic.ts';
import type { World } from './world.ts';

type Confirmed = Pick<Fence, 'intended' | 'confirmed'>;

/** Rules that are neither as confirmed nor as intended. Undefined where there are none. */
export async function readDrift(
  world: World<'elbv2'>,
  snapshot: Snapshot,
  fence: Confirmed,
): Promise<string | undefined> {
  return driftOf(await readRules(world, arnsOf(snapshot)), snapshot, fence);
}

/**
 * The same for a guard, from what somebody has read for all where that is fresh. Only good news is taken on trust: what
 * was read before our own last write says something else than the fence, and only a look of one's own tells it from
 * somebody's hand.
 */
export async function readSharedDrift(
  world: World<'dynamodb' | 'elbv2'>,
  snapshot: Snapshot,
  fence: Confirmed,
): Promise<string | undefined> {
  const seen = await readShared(world, sharedRules, arnsOf(snapshot));
  if (driftOf(seen, snapshot, fence) === undefined) return undefined;
  return driftOf(await readRules(world, arnsOf(snapshot), 'none'), snapshot, fence);
}

interface SeenRule extends Meant {
  readonly name: string;
}

/**
 * So many of a call are documented for the names of load balancers; for rules no number is.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html
 */
const namesMax = 20;

/** Of somebody's hand the guard makes a release hold, and only after minutes go back. */
const oldMillisecondsMax = 60_000;

const sharedRules: Shared<SeenRule, 'elbv2'> = {
  kind: 'rules',
  namesMax,
  oldMillisecondsMax,
  read: async (world, names) => {
    const rules = await readRules(world, names, 'none');
    return rules.map(({ arn, actions }) => ({ name: arn, arn, actions }));
  },
};

export function driftOf(live: readonly Meant[], snapshot: Snapshot, fence: Confirmed): string | undefined {
  const unconfirmed = differingOf(live, snapshot, fence.confirmed);
  const unintended = differingOf(live, snapshot, fence.intended);
  // While a writer of ours is between two rules, one may be as intended and the other as confirmed.
  const foreign = unconfirmed.filter((rule) => unintended.some((other) => other.arn === rule.arn));
  return foreign.length === 0 ? undefined : foreign.map((rule) => rule.arn).join(', ');
}
