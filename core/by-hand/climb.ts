/** Which rungs a ramp by hand climbs, and what is wrong with what was asked for. */
import type { Problem } from '../plan/problem.ts';
import { shown } from '../plan/problem.ts';
import { day, rungsMax } from '../plan/pace.ts';
import type { Plan } from '../plan/plan.ts';
import { climb, climbLength } from '../plan/rungs.ts';
import { amountOf, duration, durationText, shareText, weight } from '../plan/units.ts';

/** As they were typed; absent: the plan's. */
export interface ClimbTyped {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly step?: string | undefined;
  readonly interval?: string | undefined;
}

export interface ClimbAsked {
  readonly rungs: readonly number[];
  readonly intervalSeconds: number;
}

type Read<T> = { readonly read: T } | { readonly problems: readonly Problem[] };

/** A share as the shell scripts took it, `1`, or as a plan has it, `1%`. */
export function readShare(path: string, typed: string, max: number): number | Problem {
  const read = amountOf(weight, /^\d+$/.test(typed) ? `${typed}%` : typed);
  if ('amount' in read && read.amount >= 1 && read.amount <= max) return read.amount;
  return problem(path, typed, `must be a whole share from 1% to ${shareText(max)}, such as 1% or 25`);
}

/**
 * The plan's own rungs, where neither start, end nor step is asked for. Metrics come once a minute, so a shorter
 * interval would say nothing.
 */
export function readClimb(
  typed: ClimbTyped,
  plan: Pick<Plan, 'rungs' | 'rungHoldSeconds'>,
): Read<ClimbAsked> {
  const start = readOr('--start', typed.start, plan.rungs[0] ?? 1, 99);
  const end = readOr('--end', typed.end, plan.rungs.at(-1) ?? 100, 100);
  const step = readOr('--step', typed.step, 25, 99);
  const intervalSeconds = readInterval(typed.interval, plan.rungHoldSeconds);
  const read = [start, end, step, intervalSeconds];
  const problems = read.filter((one) => typeof one !== 'number');
  if (!isNumber(start) || !isNumber(end) || !isNumber(step) || !isNumber(intervalSeconds))
    return { problems };
  if (start > end)
    return {
      problems: [problem('--start', shareText(start), `must not be above --end (${shareText(end)})`)],
    };
  const isPlanned = typed.step === undefined && typed.start === undefined;
  if (isPlanned) return { read: { rungs: plannedTo(plan.rungs, end), intervalSeconds } };
  const asked = { start, end, step };
  if (climbLength(asked) > rungsMax)
    return {
      problems: [problem('--step', shareText(step), `makes more than ${rungsMax} rungs; take a larger one`)],
    };
  return { read: { rungs: climb(asked), intervalSeconds } };
}

function isNumber(read: number | Problem): read is number {
  return typeof read === 'number';
}

function plannedTo(rungs: readonly number[], end: number): number[] {
  return [...rungs.filter((percent) => percent < end), end];
}

function readOr(path: string, typed: string | undefined, absent: number, max: number): number | Problem {
  return typed === undefined ? absent : readShare(path, typed, max);
}

const intervalSecondsMin = 60;

function readInterval(typed: string | undefined, absent: number): number | Problem {
  if (typed === undefined) return absent;
  const read = amountOf(duration, typed);
  if ('amount' in read && read.amount >= intervalSecondsMin && read.amount <= day) return read.amount;
  if ('says' in read) return problem('--interval', typed, read.says);
  const range = `from ${durationText(intervalSecondsMin)} to ${durationText(day)}`;
  return problem('--interval', typed, `must be a duration ${range}: metrics come once a minute`);
}

function problem(path: string, value: string, message: string): Problem {
  return { path, value: shown(value), message };
}
