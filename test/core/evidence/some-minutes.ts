/** Minutes of traffic for tests, counted from one instant. */
import type { Minute } from '../../../core/evidence/minutes.ts';
import type { MetricId, Points } from '../../../core/triggers/metrics.ts';

/** T: a whole minute. */
export const start = Date.UTC(2026, 11, 1, 22, 0);
export const second = 1000;
export const minute = 60 * second;

/** Requests and errors of a minute. */
export type Row = readonly [requests: number, errors: number] | undefined;

/** `requests` and `errors` by minute from T on; `undefined` is a minute of which CloudWatch has nothing. */
export function minutesOf(...rows: readonly Row[]): Minute[] {
  return rows.flatMap((row, index) =>
    row === undefined ? [] : [{ at: start + index * minute, requests: row[0], errors: row[1] }],
  );
}

/** So many minutes alike. */
export function steadyMinutes(count: number, requests: number, errors: number, more: object = {}): Minute[] {
  return Array.from({ length: count }, (_, index) => ({
    at: start + index * minute,
    requests,
    errors,
    ...more,
  }));
}

/** These minutes as CloudWatch would show them of the canary's group. */
export function pointsOf(minutes: readonly Minute[]): Points {
  const series = (of: (minute: Minute) => number | undefined) =>
    new Map(minutes.flatMap((one) => (of(one) === undefined ? [] : [[one.at, of(one) ?? 0] as const])));
  return new Map<MetricId, Map<number, number>>([
    ['canaryRequests', series(({ requests }) => requests)],
    ['canaryErrors', series(({ errors }) => errors || undefined)],
    ['canaryP95', series(({ p95Milliseconds: p95 }) => (p95 === undefined ? undefined : p95 / 1000))],
  ]);
}
