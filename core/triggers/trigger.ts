/** What a trigger is: one description, from which both its alarm and the guard's own reading are made. */
import { type Expression, valueOf } from './expression.ts';
import { type MetricId, metrics, type Points } from './metrics.ts';

export type TriggerId = 'http5xx' | 'latencyP95' | 'queueDepth' | 'unhealthy';

/** `canary`: its target group alone. `all`: everybody's requests, whichever group they met. */
export type Scope = 'canary' | 'all';

export interface Trigger {
  readonly id: TriggerId;
  readonly scope: Scope;
  /** In what unit the limit is, and what it limits, is the expression's business. */
  readonly expression: Expression;
  /** Rings when the expression is above this in each of the newest `minutes` that have a point. */
  readonly limit: number;
  readonly minutes: number;
  /** So many newest minutes over the limit are a breach that holds the ramp, though it has not lasted yet. */
  readonly breachMinutes: number;
  /** Told instead of a reading while there are too few minutes. */
  readonly needs: string;
  /** One sentence with the numbers of these minutes, the oldest first. */
  readonly tell: (minutes: readonly SeenMinute[]) => string;
  /** On how much one minute rests: requests, or targets. */
  readonly sample: Expression;
}

export interface SeenMinute {
  readonly at: number;
  readonly value: number;
  /** Another expression in the same minute; 0 where it has no point. */
  readonly read: (expression: Expression) => number;
}

/**
 * Beyond its N periods an alarm looks at this many more: where points are missing it goes by the newest N that exist
 * there, and only where they are fewer by how missing data is to be treated. AWS documents that it retrieves more
 * points than N, and shows 5 for an N of 3:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const spareMinutes = 2;

export const minuteMilliseconds = 60_000;

/** The newest minutes with a point, at most N of them and the oldest first, as an alarm would find them at `until`. */
export function newestMinutes(trigger: Trigger, points: Points, until: number): SeenMinute[] {
  const from = wholeMinute(until) - (trigger.minutes + spareMinutes) * minuteMilliseconds;
  return minutesBack(trigger, points, { from, until, count: trigger.minutes });
}

/** The same, of any time: at most `count` minutes that begin at `from` or later and end at `until` or before. */
export function minutesBack(
  trigger: Trigger,
  points: Points,
  { from, until, count }: { readonly from: number; readonly until: number; readonly count: number },
): SeenMinute[] {
  const found: SeenMinute[] = [];
  for (let at = wholeMinute(until) - minuteMilliseconds; at >= from; at -= minuteMilliseconds) {
    const minute = minuteAt(points, at, from);
    const value = valueOf(trigger.expression, minute);
    if (value === undefined) continue;
    found.push({ at, value, read: (expression) => valueOf(expression, minute) ?? 0 });
    if (found.length === count) break;
  }
  return found.toReversed();
}

function wholeMinute(at: number): number {
  return Math.floor(at / minuteMilliseconds) * minuteMilliseconds;
}

function minuteAt(points: Points, at: number, from: number) {
  return {
    filled: (id: MetricId) => points.get(id)?.get(at) ?? 0,
    diff: (id: MetricId) => difference(points, id, at, from),
  };
}

function difference(points: Points, id: MetricId, at: number, from: number): number | undefined {
  const series = points.get(id);
  const value = series?.get(at);
  if (value === undefined) return undefined;
  for (let before = at - minuteMilliseconds; before >= from; before -= minuteMilliseconds) {
    const earlier = series?.get(before);
    if (earlier !== undefined) return value - earlier;
  }
  return undefined;
}

/** Whether an alarm on these points would be in ALARM: N of N, and minutes without a point do not breach. */
export function rings(trigger: Trigger, newest: readonly SeenMinute[]): boolean {
  return newest.length === trigger.minutes && newest.every(({ value }) => value > trigger.limit);
}

/** The usual time from the end of a minute until its points can be read. */
const lagMilliseconds = 60_000;

/**
 * From when an alarm is to be imagined to look. While metrics are in time that is now. Where everything comes later
 * than usual an alarm sees less and less, and at last nothing: the guard then looks as from when the newest points
 * would have been in time, so that late metrics make it late and not blind.
 */
export function lookingFrom(points: Points, now: number): (trigger: Trigger) => number {
  const newest = { balancer: 0, queue: 0 };
  for (const [id, series] of points) {
    const place = metrics[id].of === 'queue' ? 'queue' : 'balancer';
    for (const at of series.keys()) if (at > newest[place]) newest[place] = at;
  }
  return ({ id }) => {
    const at = newest[id === 'queueDepth' ? 'queue' : 'balancer'];
    return at === 0 ? now : Math.min(now, at + minuteMilliseconds + lagMilliseconds);
  };
}
