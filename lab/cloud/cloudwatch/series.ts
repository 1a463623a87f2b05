/** What a metric's source says of one minute, and how minutes become one statistic. */
import { type Part, quantile } from '../../users/latency.ts';

export interface Point {
  readonly sum: number;
  readonly samples: number;
  readonly minimum: number;
  readonly maximum: number;
  /** For percentiles: the mixture of latencies in milliseconds. The metric is in seconds. */
  readonly parts?: readonly Part[];
}

/** The point of the minute that starts at `minuteStart`; undefined where nothing was published. */
export type Series = (minuteStart: number) => Point | undefined;

/** Finds a series by namespace, name and dimensions; undefined where nothing ever publishes there. */
export type MetricSource = (metric: MetricName) => Series | undefined;

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** So many samples of the value 1, as counters are published. Undefined for none. */
export function counted(count: number): Point | undefined {
  return count > 0 ? { sum: count, samples: count, minimum: 1, maximum: 1 } : undefined;
}

export function single(value: number): Point {
  return { sum: value, samples: 1, minimum: value, maximum: value };
}

const statistics = new Set(['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum']);
const percentiles = /^p(\d{1,2}(?:\.\d+)?|100)$/;

export function isStatistic(stat: string): boolean {
  return statistics.has(stat) || percentiles.test(stat);
}

/** Undefined for a statistic that does not exist. */
export function statistic(points: readonly Point[], stat: string): number | undefined {
  const total = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0);
  if (stat === 'Sum') return total((point) => point.sum);
  if (stat === 'SampleCount') return total((point) => point.samples);
  if (stat === 'Average') return total((point) => point.sum) / total((point) => point.samples);
  if (stat === 'Minimum') return Math.min(...points.map((point) => point.minimum));
  if (stat === 'Maximum') return Math.max(...points.map((point) => point.maximum));
  const percentile = percentiles.exec(stat)?.[1];
  return percentile === undefined ? undefined : percentileOf(points, Number(percentile) / 100);
}

function percentileOf(points: readonly Point[], share: number): number {
  const parts = points.flatMap((point) => point.parts ?? []);
  if (parts.length > 0) return Math.round(quantile(share, parts) * 1000) / 1e6;
  const sorted = points.flatMap((point) => [point.minimum, point.maximum]).toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
