/** What came of the requests of a load test. Percentiles by HdrHistogram, which is part of Node: docs/decisions/0018-load.md. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { LoadFacts, LoadSecond, Percentiles } from '../../core/load/judge.ts';

interface Outcome {
  /** In which second it was due. */
  readonly second: number;
  readonly milliseconds: number;
  /** Its status, or why there was none. */
  readonly outcome: string;
  readonly isFailed: boolean;
}

/** Of the ways to fail that are told by name: more would be told by their number only. */
const namedMax = 20;
const others = 'other reasons';

export class Outcomes {
  readonly #all = createHistogram();
  readonly #seconds = new Map<number, { failed: number; readonly milliseconds: number[] }>();
  readonly #outcomes = new Map<string, number>();
  #failed = 0;

  add({ second, milliseconds, outcome, isFailed }: Outcome): void {
    record(this.#all, milliseconds);
    const own = this.#seconds.get(second) ?? { failed: 0, milliseconds: [] };
    this.#seconds.set(second, own);
    own.milliseconds.push(milliseconds);
    const isNamed = this.#outcomes.has(outcome) || this.#outcomes.size < namedMax;
    const name = isNamed ? outcome : others;
    this.#outcomes.set(name, (this.#outcomes.get(name) ?? 0) + 1);
    if (!isFailed) return;
    own.failed += 1;
    this.#failed += 1;
  }

  facts(): Pick<LoadFacts, 'failedRequests' | 'outcomes' | 'milliseconds' | 'seconds'> {
    return {
      failedRequests: this.#failed,
      outcomes: Object.fromEntries(this.#outcomes),
      milliseconds: percentilesOf(this.#all),
      seconds: this.#bySecond(),
    };
  }

  #bySecond(): LoadSecond[] {
    const histogram = createHistogram();
    return [...this.#seconds.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([second, { failed, milliseconds }]) => {
        histogram.reset();
        for (const one of milliseconds) record(histogram, one);
        return { second, requests: milliseconds.length, failed, ...percentilesOf(histogram) };
      });
  }
}

/** In whole microseconds, of which the histogram keeps three digits; it takes no 0. */
function record(histogram: RecordableHistogram, milliseconds: number): void {
  histogram.record(Math.max(1, Math.round(milliseconds * 1000)));
}

function percentilesOf(histogram: RecordableHistogram): Percentiles {
  const at = (percentile: number) => (histogram.count === 0 ? 0 : histogram.percentile(percentile) / 1000);
  const max = histogram.count === 0 ? 0 : histogram.max / 1000;
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max };
}
