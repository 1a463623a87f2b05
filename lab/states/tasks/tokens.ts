/** Task tokens: who waits for which, and what becomes of an answer. */

import { taskDoesNotExist, taskTimedOut } from '../errors.ts';
import type { TaskOutcome } from '../host.ts';

export interface TokenHolder {
  /** False once the task has ended, in whatever way. */
  isOpen(): boolean;
  settle(outcome: TaskOutcome): void;
  heartbeat(): void;
}

export class TaskTokens {
  readonly #holders = new Map<string, TokenHolder>();
  readonly #closed = new Set<string>();

  add(token: string, holder: TokenHolder): void {
    this.#holders.set(token, holder);
  }

  settle(token: string, outcome: TaskOutcome): void {
    const holder = this.#open(token);
    this.#close(token);
    holder.settle(outcome);
  }

  heartbeat(token: string): void {
    this.#open(token).heartbeat();
  }

  #open(token: string): TokenHolder {
    const holder = this.#holders.get(token);
    if (holder?.isOpen() === true) return holder;
    if (holder !== undefined) this.#close(token);
    throw this.#closed.has(token) ? taskTimedOut() : taskDoesNotExist();
  }

  #close(token: string): void {
    this.#holders.delete(token);
    this.#closed.add(token);
  }
}
