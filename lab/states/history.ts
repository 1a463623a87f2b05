/** The events of one execution, or only their number where nobody will read them. */

import type { VirtualClock } from '../clock.ts';

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch, virtual. */
  readonly timestamp: number;
  readonly type: string;
  /** One key such as `stateEnteredEventDetails`, or none. */
  readonly [details: string]: unknown;
}

export type HistoryMode = 'full' | 'count';

/** Called only where events are kept. */
export type Details = () => Readonly<Record<string, object>>;

export class History {
  readonly events: HistoryEvent[] = [];
  count = 0;
  readonly #clock: VirtualClock;
  readonly #mode: HistoryMode;
  readonly #listener: (event: HistoryEvent) => void;

  constructor(clock: VirtualClock, mode: HistoryMode, listener: (event: HistoryEvent) => void) {
    this.#clock = clock;
    this.#mode = mode;
    this.#listener = listener;
  }

  /** In the mode `count` an event has no details and is only shown to the listener. */
  add(type: string, previousEventId: number, details?: Details): number {
    this.count += 1;
    const isFull = this.#mode === 'full';
    const event: HistoryEvent = {
      timestamp: this.#clock.now(),
      type,
      id: this.count,
      previousEventId,
      ...(isFull ? details?.() : undefined),
    };
    if (isFull) this.events.push(event);
    this.#listener(event);
    return event.id;
  }
}

const WHOLE = { truncated: false } as const;

export const inputDetails = (text: string) => ({ input: text, inputDetails: WHOLE });
export const outputDetails = (text: string) => ({ output: text, outputDetails: WHOLE });

/** Error and cause, where there are any. */
export function failureDetails(failure: { error?: string | undefined; cause?: string | undefined }) {
  return {
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  };
}
