/**
 * How long a read of the balancer waits for its turn. ELB gives a whole account ten a second, so that many cutovers meet
 * there: who takes users home asks most often, a release can wait, and a guard asks again in 30 seconds anyway.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html
 */
import type { Patience } from '../turn.ts';
import type { World } from '../world.ts';

export type Haste = 'wayBack' | 'ordinary' | 'none';

/** Each shorter than the function's own time, with what it has to do besides. */
const patience: Readonly<
  Record<Haste, { readonly milliseconds: number; readonly pauseMilliseconds: number }>
> = {
  wayBack: { milliseconds: 6_000, pauseMilliseconds: 250 },
  ordinary: { milliseconds: 6_000, pauseMilliseconds: 1_000 },
  none: { milliseconds: 0, pauseMilliseconds: 0 },
};

export function patienceOf({ clock }: World, haste: Haste = 'ordinary'): Patience {
  const { milliseconds, pauseMilliseconds } = patience[haste];
  return { untilMilliseconds: clock.now() + milliseconds, pauseMilliseconds };
}
