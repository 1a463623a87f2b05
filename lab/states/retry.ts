/** Retry: whether a failed state is tried again, and after how long. */

import { matches } from './matching.ts';

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

/** Counts the attempts of each retrier during one stay in a state. */
export class Retries {
  readonly #retriers: readonly Retrier[];
  readonly #used: number[];

  /** A retrier may have been used before. */
  constructor(retriers: readonly Retrier[], usedIndex = -1, usedCount = 0) {
    this.#retriers = retriers;
    this.#used = retriers.map((_, index) => (index === usedIndex ? usedCount : 0));
  }

  /** Seconds to wait before the next attempt; undefined when there is none. */
  next(error: string | undefined, random: () => number): number | undefined {
    const index = this.#retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
    const retrier = this.#retriers[index];
    const used = this.#used[index];
    if (retrier === undefined || used === undefined || used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used[index] = used + 1;
    const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
    const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
    return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
  }
}
