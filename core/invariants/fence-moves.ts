import { canaryPercentOf, type Division } from '../traffic/division.ts';
import type { Phase } from '../record.ts';
import type { Broken } from './observed.ts';

/** The row that fences all weights, as whoever reads the ledger's changes sees it. */
export interface FenceSeen {
  readonly cutoverId: string;
  readonly epoch: number;
  readonly phase: Phase;
  readonly intended: Division;
  readonly isMarked: boolean;
  readonly leaseUntil: number;
}

/** A condition is checked with the clock of whoever asks, and a slow call arrives so much later. */
const slowCallMilliseconds = 90_000;

/** Once going back is on the row, it says nothing else until it goes; and whoever goes back moves the epoch. */
export function backStays(before: FenceSeen, after: FenceSeen): Broken {
  if (before.cutoverId !== after.cutoverId) return undefined;
  if (after.epoch < before.epoch) return `the epoch went from ${before.epoch} back to ${after.epoch}`;
  if (before.phase === 'rollingBack') {
    if (after.phase !== 'rollingBack') return `it was rolling back, and then ${after.phase}`;
    const isHome = after.intended === 'stable alone' || after.intended === 'snapshot';
    return isHome ? undefined : `"${after.intended}" was written down to be next while rolling back`;
  }
  const beginsToGoBack = after.phase === 'rollingBack';
  return beginsToGoBack && after.epoch === before.epoch
    ? 'it goes back in the epoch of the release'
    : undefined;
}

/** No share is written down to be next, and watching does not end, while something is marked or nobody looks. */
export function watchedMoves(before: FenceSeen, after: FenceSeen, at: number): Broken {
  if (before.cutoverId !== after.cutoverId || before.phase !== 'releasing') return undefined;
  const rises = canaryPercentOf(after.intended) > canaryPercentOf(before.intended);
  const lets = after.phase === 'promoting';
  if (!(rises && after.phase === 'releasing') && !lets) return undefined;
  const what = lets ? 'watching ended' : `${after.intended} was written down to be next`;
  if (before.isMarked) return `${what} although a reason to go back was on the ledger`;
  const unwatchedMilliseconds = at - before.leaseUntil - slowCallMilliseconds;
  return unwatchedMilliseconds > 0 ? `${what} although nobody had looked within the lease` : undefined;
}

/** When watching has ended the old version goes, and nobody is taken back to it. */
export function forwardStays(before: FenceSeen, after: FenceSeen): Broken {
  const isSame = before.cutoverId === after.cutoverId;
  return isSame && before.phase === 'promoting' && after.phase !== 'promoting'
    ? `watching had ended, and then it was ${after.phase}`
    : undefined;
}

/** A lock changes hands only when its holder is over. */
export function heldAlone(before: FenceSeen, after: FenceSeen, holderRuns: boolean): Broken {
  if (before.cutoverId === after.cutoverId || !holderRuns) return undefined;
  return `${after.cutoverId} took the lock of ${before.cutoverId}, which was running`;
}
