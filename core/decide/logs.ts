/**
 * Whether the log looks as it did: error lines of the hour that is judged against as long before the cutover, and
 * errors of a kind that nobody had written then.
 */
import { isErrorLine, kindOf } from '../evidence/log-lines.ts';
import { timeText } from '../evidence/minutes.ts';
import type { Verdict } from '../verdict.ts';

/** What was counted so far: a look reads what is new since the last one. */
export interface LogsSeen {
  /** Read until here. */
  readonly until: number;
  /** Until when each group had any line at all, error or not. */
  readonly aliveAt: Readonly<Record<string, number>>;
  readonly before: LogCounts;
  readonly after: LogCounts;
}

export interface LogCounts {
  readonly lines: number;
  /** Lines by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Lines of more kinds than are kept. */
  readonly others: number;
}

/** When the hour began, when it is over, and when the cutover began. */
export interface LogTimes {
  readonly now: number;
  readonly since: number;
  readonly until: number;
  readonly startedAt: number;
}

const minuteMilliseconds = 60_000;
/** A container's log driver sends its lines every few seconds. */
const lagMilliseconds = 30_000;
/** What one look reads at most, so that it ends in time. */
const sliceMilliseconds = 10 * 60_000;
/** How long a log may be without any line, as the checklist has it. */
const silenceMilliseconds = 5 * 60_000;
const kindsMax = 100;

/** Fewer lines than this are no change of the weather. */
export const linesMin = 30;
export const timesMax = 3;
/** A new error that was written less often is told, and no reason to go back. */
export const newLinesMin = 10;

const none: LogCounts = { lines: 0, kinds: {}, others: 0 };

export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** What to read next of the hour, and its counterpart of as long before the cutover. Undefined: nothing is new. */
export function nextSlices(
  seen: LogsSeen | undefined,
  { now, since, until, startedAt }: LogTimes,
): { readonly after: Slice; readonly before: Slice } | undefined {
  const from = seen?.until ?? since;
  const upTo = Math.min(from + sliceMilliseconds, until, now - lagMilliseconds);
  // Whole minutes, like everything else that is judged.
  const to = Math.floor(upTo / minuteMilliseconds) * minuteMilliseconds;
  if (to <= from) return undefined;
  const earlier = until - startedAt;
  return { after: { from, to }, before: { from: from - earlier, to: to - earlier } };
}

/** What was read of both, and in which groups there was any line. */
export interface SlicesRead {
  readonly to: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly alive: readonly string[];
}

export function addLines(seen: LogsSeen | undefined, { to, before, after, alive }: SlicesRead): LogsSeen {
  return {
    until: to,
    aliveAt: { ...seen?.aliveAt, ...Object.fromEntries(alive.map((group) => [group, to])) },
    before: counted(before, seen?.before ?? none),
    after: counted(after, seen?.after ?? none),
  };
}

function counted(lines: readonly string[], { lines: count, kinds: known, others }: LogCounts): LogCounts {
  const errors = lines.filter(isErrorLine);
  const kinds = new Map(Object.entries(known));
  let more = others;
  for (const kind of errors.map(kindOf)) {
    if (kinds.has(kind) || kinds.size < kindsMax) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    else more += 1;
  }
  return { lines: count + errors.length, kinds: Object.fromEntries(kinds), others: more };
}

/** More lines than a fixed multiple of before: whether that is much depends on how much was asked meanwhile. */
export function isLoud({ before, after }: LogsSeen, traffic = 1): boolean {
  return after.lines >= linesMin && after.lines > before.lines * timesMax * Math.max(1, traffic);
}

/**
 * How many times as many requests a minute came as before the cutover, by the minutes that were measured; undefined
 * where either has none. Fewer requests do not tighten the limit: what a service writes by the clock, it goes on writing.
 */
export function trafficTimes(before: readonly number[], after: readonly number[]): number | undefined {
  const [was, is] = [mean(before), mean(after)];
  return was === undefined || is === undefined || was === 0 ? undefined : is / was;
}

/** Requests of all series, minute by minute. */
export function summedByMinute(series: Iterable<ReadonlyMap<number, number>>): number[] {
  const minutes = new Map<number, number>();
  for (const one of series) for (const [at, count] of one) minutes.set(at, (minutes.get(at) ?? 0) + count);
  return [...minutes.values()];
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, one) => sum + one, 0) / values.length;
}

export interface LogsAround {
  /** The groups that are read. */
  readonly groups: readonly string[];
  /** Why the newest lines could not be read. */
  readonly error?: string | undefined;
  /** As `trafficTimes` says; needed where it is loud. */
  readonly traffic?: number | undefined;
}

export function judgeErrorLines(
  seen: LogsSeen | undefined,
  { since, until, now }: LogTimes,
  { groups, error, traffic }: LogsAround,
): Verdict {
  const readUntil = seen?.until ?? since;
  const isWhole = readUntil >= Math.min(now, until) - 2 * minuteMilliseconds;
  if (error !== undefined && !isWhole)
    return { outcome: 'error', reason: `the logs could not be read: ${error}` };
  if (!isWhole)
    return { outcome: 'inconclusive', reason: `the logs have been read until ${timeText(readUntil)} only` };
  if (seen === undefined) return { outcome: 'pass', reason: 'no log was to be read in so short a time' };
  const { before, after } = seen;
  const facts = { observed: after.lines, threshold: before.lines * timesMax };
  const numbers = `${after.lines} error lines in the log, ${before.lines} in as long before the cutover`;
  if (isLoud(seen) && traffic === undefined)
    return { ...facts, outcome: 'inconclusive', reason: `${numbers}, and nobody counted the requests` };
  if (isLoud(seen, traffic)) return { ...facts, outcome: 'fail', reason: `${numbers}: ${loudText(traffic)}` };
  const strange = Object.entries(after.kinds)
    .filter(([kind]) => before.kinds[kind] === undefined)
    .toSorted(([, a], [, b]) => b - a);
  const [most] = strange;
  const isTold = most !== undefined && before.others === 0;
  if (isTold && most[1] >= newLinesMin)
    return { ...facts, outcome: 'fail', reason: `an error that nobody wrote before: ${told(most)}` };
  const silent = groups
    .map((group) => ({ group, at: seen.aliveAt[group] ?? since }))
    .find(({ at }) => readUntil - at > silenceMilliseconds);
  if (silent !== undefined)
    return {
      ...facts,
      outcome: 'inconclusive',
      reason: `no line in ${silent.group} since ${timeText(silent.at)}`,
    };
  if (most !== undefined && before.others > 0)
    return { ...facts, outcome: 'inconclusive', reason: `${numbers}, of too many kinds to tell new ones` };
  const rare = isTold ? `; new among them ${strange.slice(0, 3).map(told).join(', ')}` : '';
  return { ...facts, outcome: 'pass', reason: `${numbers}${rare}` };
}

function loudText(traffic = 1): string {
  const more = `more than ${timesMax} times as many`;
  return traffic <= 1 ? more : `${more}, with ${traffic.toFixed(1)} times the requests`;
}

function told([kind, count]: readonly [string, number]): string {
  return `"${kind}" (${count} ×)`;
}
