import type { Plan } from '../plan/plan.ts';

/** How late a shift may be and still count as on time: then the next one keeps the runbook's clock. */
const slackMilliseconds = 60_000;

interface Shift {
  readonly plan: Pick<Plan, 'rungs' | 'bakeSeconds' | 'settleSeconds' | 'rungHoldSeconds'>;
  readonly index: number;
  /** When this rung's weight was read back. */
  readonly liveAt: number;
  /** The rung before, absent for the first one. */
  readonly before: { readonly index: number; readonly dueAt: number } | undefined;
  /** This very rung, where a retry finds it noted: it keeps the time at which it is to be judged. */
  readonly noted?: { readonly dueAt: number } | undefined;
  /** In a dry run nobody waits. */
  readonly live: boolean;
}

export interface Schedule {
  readonly isLast: boolean;
  /** What follows the shift: the first rung bakes, the last is watched, all others are held. */
  readonly next: 'bake' | 'hold' | 'watch';
  /** When this rung is to be judged, in milliseconds since the epoch. */
  readonly dueAt: number;
  readonly bakeUntil: string;
}

/**
 * When the waits of a rung end. The clock starts at the first rung's share and then keeps the runbook's times:
 * a second lost in a shift is not lost again in the next. A rung that was held longer moves all that follow.
 */
export function schedule({ plan, index, liveAt, before, noted, live }: Shift): Schedule {
  const onTime = before !== undefined && liveAt - before.dueAt <= slackMilliseconds;
  // Earlier than due is a wait that a person skipped: what follows moves up with it.
  const startedAt = onTime ? Math.min(before.dueAt, liveAt) : liveAt;
  const bakeUntil = startedAt + plan.bakeSeconds * 1000;
  const settleUntil = bakeUntil + plan.settleSeconds * 1000;
  const dueAt = noted?.dueAt ?? (index === 0 ? settleUntil : startedAt) + plan.rungHoldSeconds * 1000;
  const isLast = index === plan.rungs.length - 1;
  const after = isLast ? 'watch' : 'hold';
  return {
    isLast,
    next: index === 0 ? 'bake' : after,
    dueAt,
    bakeUntil: new Date(live ? bakeUntil : liveAt).toISOString(),
  };
}

/**
 * When a wait after the first one ends: by the runbook's clock, and earlier where a person skipped the one before. In a
 * dry run nobody waits.
 */
export function waitUntil(now: number, plannedAt: number, seconds: number, live: boolean): string {
  return new Date(live ? Math.min(plannedAt, now + seconds * 1000) : now).toISOString();
}
