/** Metrics that come late for a while; where delays overlap, the longest holds. */
import type { VirtualClock } from '../clock.ts';
import type { Metrics } from '../cloud/cloudwatch/metrics.ts';

export class LateMetrics {
  readonly #clock: VirtualClock;
  readonly #metrics: Metrics;
  readonly #usualMilliseconds: number;
  readonly #delays = new Set<{ readonly milliseconds: number }>();

  constructor(clock: VirtualClock, metrics: Metrics) {
    this.#clock = clock;
    this.#metrics = metrics;
    this.#usualMilliseconds = metrics.lagMilliseconds;
  }

  delay(milliseconds: number, forMilliseconds: number): void {
    const own = { milliseconds };
    this.#delays.add(own);
    this.#apply();
    if (!Number.isFinite(forMilliseconds)) return;
    this.#clock.after(forMilliseconds, () => {
      this.#delays.delete(own);
      this.#apply();
    });
  }

  #apply(): void {
    const late = Math.max(0, ...[...this.#delays].map((one) => one.milliseconds));
    this.#metrics.lagMilliseconds = this.#usualMilliseconds + late;
  }
}
