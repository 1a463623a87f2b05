/** All metrics that something publishes, and how late they can be seen. */
import type { VirtualClock } from '../../clock.ts';
import type { MetricName, MetricSource, Series } from './series.ts';

export class Metrics {
  readonly #clock: VirtualClock;
  readonly #sources: readonly MetricSource[];
  /** From the end of a minute until its point can be read. */
  lagMilliseconds: number;

  constructor(clock: VirtualClock, sources: readonly MetricSource[], lagMilliseconds: number) {
    this.#clock = clock;
    this.#sources = sources;
    this.lagMilliseconds = lagMilliseconds;
  }

  find(metric: MetricName): Series | undefined {
    for (const source of this.#sources) {
      const series = source(metric);
      if (series !== undefined) return series;
    }
    return undefined;
  }

  /** Minutes that end after this cannot be read yet. */
  visibleUntil(): number {
    return this.#clock.now() - this.lagMilliseconds;
  }
}
