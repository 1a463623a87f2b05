/** Points for tests, counted in minutes from one instant. */
import type { MetricId, Points } from '../../../core/triggers/metrics.ts';
import { minute, start } from '../evidence/some-minutes.ts';

export type Rows = Partial<Record<MetricId, readonly (number | undefined)[]>>;

export const many = (count: number, value: number) => Array.from({ length: count }, () => value);

/** By metric, a value for each minute from T on; `undefined` where CloudWatch has none. */
export function points(series: Rows): Points {
  return new Map(
    Object.entries(series).map(([id, values]) => [
      id as MetricId,
      new Map(
        values.flatMap((value, index) => (value === undefined ? [] : [[start + index * minute, value]])),
      ),
    ]),
  );
}
