/** A queue that grows (or shrinks) by so many messages a minute, whoever works on it. Not modelled: what is in flight. */
import type { VirtualClock } from '../clock.ts';

export class Queue {
  readonly name: string;
  readonly #clock: VirtualClock;
  #legs: { readonly from: number; readonly depth: number; readonly growsPerMinute: number }[] = [];

  /** Before the story the depth was what it is at its start. */
  constructor(
    start: { readonly name: string; readonly depth: number; readonly growsPerMinute: number },
    clock: VirtualClock,
    historyMilliseconds: number,
  ) {
    this.name = start.name;
    this.#clock = clock;
    this.#legs.push({ from: clock.now() - historyMilliseconds, depth: start.depth, growsPerMinute: 0 });
    this.set(start);
  }

  set(change: { readonly depth?: number | undefined; readonly growsPerMinute?: number | undefined }): void {
    const from = this.#clock.now();
    const growsPerMinute = change.growsPerMinute ?? this.#legs.at(-1)?.growsPerMinute ?? 0;
    this.#legs.push({ from, depth: change.depth ?? this.depthAt(from) ?? 0, growsPerMinute });
  }

  /** Visible messages at a time, whole and never negative; undefined before the story. */
  depthAt(time: number): number | undefined {
    const leg = this.#legs.findLast((candidate) => candidate.from <= time);
    if (leg === undefined) return undefined;
    return Math.max(0, Math.round(leg.depth + (leg.growsPerMinute * (time - leg.from)) / 60_000));
  }
}
