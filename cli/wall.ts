/** The wall clock for a lab that is served: it waits for people and paces virtual time. */
import type { Wall } from '../lab/api/wall.ts';

/** Longer waits do not fit Node's timers; who is woken early looks again. */
const longestMilliseconds = 2 ** 31 - 1;

export const wall: Wall = {
  now: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, Math.min(milliseconds, longestMilliseconds));
    return { cancel: () => clearTimeout(timer) };
  },
};

/** The time of day, which a served lab begins at: its dates stand beside those of the caller. */
export function wallTime(): number {
  return Date.now();
}
