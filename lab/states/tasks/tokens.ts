/** Task tokens: who waits for which, and what becomes of an answer. */

import { invalidToken, taskDoesNotExist, taskTimedOut } from '../errors.ts';
import type { TaskOutcome } from '../host.ts';

export interface TokenHolder {
  /** False once the task has ended, in whatever way. */
  isOpen(): boolean;
  settle(outcome: TaskOutcome): void;
  heartbeat(): void;
}

/** Every token begins alike, so that a text which never was one can be told from one that is over. */
const BEGINNING = 'AQCEAAAAKgAAAAMAAAAAAAAAA';

export function tokenOf(uuid: string): string {
  return `${BEGINNING}${Buffer.from(uuid).toString('base64url')}`;
}

export class TaskTokens {
  readonly #holders = new Map<string, TokenHolder>();
  readonly #closed = new Set<string>();

  add(token: string, holder: TokenHolder): void {
    this.#holders.set(token, holder);
  }

  /** How many tasks wait for somebody outside to answer. */
  countOpen(isCounted: (token: string) => boolean = () => true): number {
    let count = 0;
    for (const [token, holder] of this.#holders) {
      if (!holder.isOpen()) this.#close(token);
      else if (isCounted(token)) count += 1;
    }
    return count;
  }

  settle(token: string, outcome: TaskOutcome): void {
    const holder = this.#open(token);
    this.#close(token);
    holder.settle(outcome);
  }

  /** Throws what is wrong with a token. */
  check(token: string): void {
    this.#open(token);
  }

  /** Without an error or a cause the events have none either. */
  fail(token: string, why: { error: string | undefined; cause: string | undefined }): void {
    this.settle(token, { error: why.error ?? '', cause: why.cause ?? '' });
  }

  heartbeat(token: string): void {
    this.#open(token).heartbeat();
  }

  #open(token: string): TokenHolder {
    const holder = this.#holders.get(token);
    if (holder?.isOpen() === true) return holder;
    if (holder !== undefined) this.#close(token);
    if (this.#closed.has(token)) throw taskTimedOut();
    throw token.startsWith(BEGINNING) ? taskDoesNotExist() : invalidToken();
  }

  #close(token: string): void {
    this.#holders.delete(token);
    this.#closed.add(token);
  }
}
