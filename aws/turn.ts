/** Waiting for one's turn where an account's cutovers together want more of a call than AWS gives. */
import { isNamed } from './failures.ts';
import type { World } from './world.ts';

/** How AWS says it: most of it with, CloudWatch and ELB without the second word. */
const throttled = ['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'TooManyRequestsException'];

export interface Patience {
  readonly untilMilliseconds: number;
  /** At least; at most twice that, so that those who were refused together do not ask together again. */
  readonly pauseMilliseconds: number;
}

/**
 * Calls until it is let through, and when its time is over gives up with what AWS said last. The SDK has tried thrice
 * each time. Only for calls whose delay harms nobody: what was throttled has not been done.
 */
export async function inTurn<T>(world: World, patience: Patience, call: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await call();
    } catch (error) {
      if (!isNamed(error, ...throttled) || world.clock.now() >= patience.untilMilliseconds) throw error;
      await world.clock.sleep(patience.pauseMilliseconds * (1 + part(world)));
    }
}

/** From 0 to 1. */
function part({ random }: World): number {
  return Number.parseInt(random.hex(2), 16) / 0x1_00_00;
}
