/** Random moments, most of them around the edges: the start, each shift, the end, and where a rollback may be. */
import { type Plan } from '../../core/plan/plan.ts';
import type { Random } from '../random.ts';
import { oneOf, weighted } from './chances.ts';

/** The release's own clock, in seconds. */
export interface Times {
  readonly rungs: readonly number[];
  /** From a rung's share until the next one. */
  readonly firstHold: number;
  readonly hold: number;
  /** From all of the traffic until promoted. */
  readonly judged: number;
}

export function timesOf(plan: Plan): Times {
  return {
    rungs: plan.rungs,
    firstHold: plan.bakeSeconds + plan.settleSeconds + plan.rungHoldSeconds,
    hold: plan.rungHoldSeconds,
    judged: plan.watchSeconds + plan.verify.seconds,
  };
}

export function drawMoment(random: Random, times: Times): string {
  const rung = random.int(0, times.rungs.length - 1);
  const percent = times.rungs[rung] ?? 1;
  const isLast = rung === times.rungs.length - 1;
  const hold = isLast ? times.judged : rung === 0 ? times.firstHold : times.hold;
  const kind = weighted(random, [
    [2, 'start'],
    [3, 'shift'],
    [3, 'hold'],
    [3, 'next'],
    [2, 'later'],
  ] as const);
  if (kind === 'start') return `+${random.int(0, 20)}s`;
  if (kind === 'shift') return since(percent, random.int(0, 10));
  if (kind === 'hold') return since(percent, random.int(0, hold));
  // The write of the next rung, or the end, comes about now.
  if (kind === 'next') return since(percent, Math.max(0, hold + random.int(-20, isLast ? 260 : 20)));
  return since(percent, oneOf(random, [120, 240, 480]) + random.int(0, 120));
}

function since(percent: number, seconds: number): string {
  return seconds === 0 ? `weight>=${percent}` : `weight>=${percent} +${seconds}s`;
}
