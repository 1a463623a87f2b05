/**
 * What an expression of metric math is about: a scalar, a series, or an array of series, all over the same periods.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */

/** One value for each period, the oldest first; undefined where there is no point. */
export type Points = readonly (number | undefined)[];

export type Value = number | Points | readonly Points[];

export type Kind = 'scalar' | 'series' | 'array';

/** What is known while an expression is evaluated. */
export interface Scope {
  /** How many periods. */
  readonly count: number;
  points(id: string): Points;
}

/** A part of an expression, ready to run; its kind is known before any point is. */
export type Node =
  | { readonly kind: 'scalar'; readonly run: (scope: Scope) => number }
  | { readonly kind: 'series'; readonly run: (scope: Scope) => Points }
  | { readonly kind: 'array'; readonly run: (scope: Scope) => readonly Points[] };

/** A point that no number stands for (a division by zero, say) is dropped. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Points period by period. A loop, since this is the inmost of every look and every alarm of a sweep. */
export function pointByPoint(count: number, at: (index: number) => number | undefined): Points {
  const points: (number | undefined)[] = [];
  for (let index = 0; index < count; index++) points.push(at(index));
  return points;
}
