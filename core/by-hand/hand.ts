/**
 * Whose hand a release by hand is in. No execution can be asked about it: the lease on the lock row, renewed at every
 * look, is its only sign of life.
 */
import { timeText } from '../evidence/minutes.ts';
import type { Fence } from '../record.ts';

/** What the lock row says of it. */
export interface Hand {
  /** Who, where: for people. */
  readonly name: string;
  /** Put down on purpose, for somebody to take it up again. */
  readonly isLetGo: boolean;
}

/** As often as the state machine's guard does at most. */
export const handLookSeconds = 30;

/** Six looks: shorter than any pause of a living command, so that a dead laptop's users are home within minutes. */
export const handLeaseMilliseconds = 6 * handLookSeconds * 1000;

/** From `canary` to `ramp`: the runbook's own smoke test and settling lie between. */
export const letGoMilliseconds = 15 * 60_000;

/** By so much a laptop's clock may be fast. */
const clockMarginMilliseconds = 60_000;

type HandFacts = Pick<Fence, 'phase' | 'mark'> & { readonly leaseUntil: number; readonly byHand: Hand };

/**
 * Why nobody has it in hand any more, or undefined while somebody does: then it is brought home as a dead execution's
 * cutover is. The lease was written by a laptop's clock. One that is slow ends too soon, which is safe; one that is
 * fast must not keep users there, so a lease that nobody could have asked for counts for nothing.
 */
export function outOfHand({ phase, mark, leaseUntil, byHand }: HandFacts, now: number): string | undefined {
  const { name, isLetGo } = byHand;
  if (phase === 'rollingBack') return `it was going back in the hand of ${name}`;
  if (phase === 'promoting') return `it was being promoted in the hand of ${name}`;
  if (leaseUntil > now + letGoMilliseconds + clockMarginMilliseconds)
    return `the clock of ${name} is fast: it holds the lease until ${timeText(leaseUntil)}`;
  if (leaseUntil < now)
    return isLetGo
      ? `${name} had let go of it, and nobody had taken it up by ${timeText(leaseUntil)}`
      : `${name} has not looked in time: the lease ran out at ${timeText(leaseUntil)}`;
  // While somebody looks, that look hears of the mark within seconds.
  return isLetGo && mark !== undefined ? `${mark.reason}, while nobody had it in hand` : undefined;
}
