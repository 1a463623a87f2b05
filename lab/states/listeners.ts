/** Who is told of events and of ends. */

import type { HistoryEvent } from './history.ts';

export type EventListener = (executionArn: string, event: HistoryEvent) => void;
export type EndListener = (executionArn: string) => void;

export class Listeners {
  readonly #onEvent = new Set<EventListener>();
  readonly #onEnd = new Set<EndListener>();

  /** Returns what ends the listening. */
  addEvent(listener: EventListener): () => void {
    this.#onEvent.add(listener);
    return () => this.#onEvent.delete(listener);
  }

  addEnd(listener: EndListener): () => void {
    this.#onEnd.add(listener);
    return () => this.#onEnd.delete(listener);
  }

  readonly onEvent: EventListener = (arn, event) => {
    for (const listener of this.#onEvent) listener(arn, event);
  };

  readonly onEnd: EndListener = (arn) => {
    for (const listener of this.#onEnd) listener(arn);
  };
}
