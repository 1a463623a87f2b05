/** Task tokens: who waits for which, and what becomes of an answer. */

import { createHash } from 'node:crypto';
import { invalidToken, taskDoesNotExist, taskTimedOut } from '../errors.ts';
import type { TaskOutcome } from '../host.ts';

export interface TokenHolder {
  /** False once the task has ended, in whatever way. */
  isOpen(): boolean;
  settle(outcome: TaskOutcome): void;
  heartbeat(): void;
}

/**
 * Every token begins alike and ends with a sum of what is in it, so that without keeping any, a text which never was one,
 * one that somebody made up and one that is over can be told apart.
 */
const BEGINNING = 'AQCEAAAAKgAAAAMAAAAAAAAAA';
const SUM_CHARACTERS = 16;

export class TaskTokens {
  readonly #holders = new Map<string, TokenHolder>();
  readonly #region: string;

  constructor(region: string) {
    this.#region = region;
  }

  make(uuid: string): string {
    const body = Buffer.from(uuid).toString('base64url');
    return `${BEGINNING}${body}${this.#sum(body)}`;
  }

  add(token: string, holder: TokenHolder): void {
    this.#holders.set(token, holder);
  }

  /** How many tasks wait for somebody outside to answer. */
  countOpen(isCounted: (token: string) => boolean = () => true): number {
    let count = 0;
    for (const token of this.#holders.keys()) if (isCounted(token)) count += 1;
    return count;
  }

  settle(token: string, outcome: TaskOutcome): void {
    const holder = this.#open(token);
    this.close(token);
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
    if (!token.startsWith(BEGINNING)) throw invalidToken();
    const body = token.slice(BEGINNING.length, -SUM_CHARACTERS);
    throw token.slice(-SUM_CHARACTERS) === this.#sum(body) ? taskTimedOut() : taskDoesNotExist();
  }

  /** The task has ended. */
  close(token: string): void {
    this.#holders.delete(token);
  }

  #sum(body: string): string {
    return createHash('sha256')
      .update(`${this.#region} ${body}`)
      .digest('base64url')
      .slice(0, SUM_CHARACTERS);
  }
}
