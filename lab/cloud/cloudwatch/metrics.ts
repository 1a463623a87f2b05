/** All metrics that something publishes, and how late they can be seen. */
import type { VirtualClock } from '../../clock.ts';
import { minuteMilliseconds } from '../../users/minutes.ts';
import { type MetricName, type MetricSource, type Point, statistic } from './series.ts';

/** The value of the period that starts at `at`; undefined where there is none (yet). */
export type Reading = (at: number) => number | undefined;

export class Metrics {
  readonly #clock: VirtualClock;
  readonly #sources: readonly MetricSource[];
  readonly #readings = new Map<string, Reading>();
  #lagMilliseconds: number;
  #seenUntil = 0;

  constructor(clock: VirtualClock, sources: readonly MetricSource[], lagMilliseconds: number) {
    this.#clock = clock;
    this.#sources = sources;
    this.#lagMilliseconds = lagMilliseconds;
  }

  now(): number {
    return this.#clock.now();
  }

  /** From the end of a minute until its point can be read. */
  get lagMilliseconds(): number {
    return this.#lagMilliseconds;
  }

  set lagMilliseconds(lag: number) {
    // What could be read stays readable: a delay holds back new points only.
    this.#seenUntil = this.visibleUntil();
    this.#lagMilliseconds = lag;
  }

  /** Minutes that end after this cannot be read yet. */
  visibleUntil(): number {
    return Math.max(this.#seenUntil, this.#clock.now() - this.#lagMilliseconds);
  }

  /** Reads one statistic of one metric by periods, now and later. A whole period that is visible never changes, and is kept. */
  read(metric: MetricName, stat: string, periodMilliseconds: number): Reading {
    const key = `${metric.namespace} ${metric.name} ${JSON.stringify(metric.dimensions)} ${stat} ${periodMilliseconds}`;
    let reading = this.#readings.get(key);
    if (reading === undefined)
      this.#readings.set(key, (reading = this.#reading(metric, stat, periodMilliseconds)));
    return reading;
  }

  #reading(metric: MetricName, stat: string, periodMilliseconds: number): Reading {
    const kept = new Map<number, number | undefined>();
    return (at) => {
      const value = kept.get(at);
      if (value !== undefined || kept.has(at)) return value;
      const visibleUntil = this.visibleUntil();
      const until = Math.min(at + periodMilliseconds, visibleUntil);
      if (until - at < minuteMilliseconds) return undefined;
      const points = this.#points(metric, at, until);
      const found = points.length === 0 ? undefined : statistic(points, stat);
      if (at + periodMilliseconds <= visibleUntil) kept.set(at, found);
      return found;
    };
  }

  #points(metric: MetricName, from: number, until: number): Point[] {
    const points: Point[] = [];
    for (const source of this.#sources) {
      const series = source(metric);
      if (series === undefined) continue;
      for (let at = from; at + minuteMilliseconds <= until; at += minuteMilliseconds) {
        const point = series(at);
        if (point !== undefined) points.push(point);
      }
    }
    return points;
  }
}
