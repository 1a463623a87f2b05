/**
 * One running invocation, as its own code and the wire see it. It can end in four ways; once it has, nothing that
 * it was waiting for ever comes: its code stands still, as in an environment that was frozen or thrown away.
 */
import type { VirtualClock } from '../../clock.ts';
import type { Caller } from '../wire/call.ts';

export type Ending = 'returned' | 'threw' | 'timedOut' | 'crashed';

export class Invocation implements Caller {
  readonly id: string;
  readonly functionName: string;
  readonly deadlineAt: number;
  readonly #clock: VirtualClock;
  readonly #ended: (ending: Ending, value: unknown) => void;
  #alive = true;

  constructor(
    clock: VirtualClock,
    about: { readonly id: string; readonly functionName: string; readonly timeoutSeconds: number },
    ended: (ending: Ending, value: unknown) => void,
  ) {
    this.id = about.id;
    this.functionName = about.functionName;
    this.deadlineAt = clock.now() + about.timeoutSeconds * 1000;
    this.#clock = clock;
    const timeout = clock.at(this.deadlineAt, () => this.end('timedOut'));
    this.#ended = (ending, value) => {
      timeout.cancel();
      ended(ending, value);
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The first ending counts. */
  end(ending: Ending, value?: unknown): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#ended(ending, value);
  }

  crash(): void {
    this.end('crashed');
  }

  remainingMilliseconds(): number {
    return Math.max(0, this.deadlineAt - this.#clock.now());
  }

  /** Waits in virtual time, and never comes back to a dead invocation. */
  sleep(milliseconds: number): Promise<void> {
    return this.whileAlive(this.#clock.sleep(milliseconds));
  }

  /** The same promise, settled only for the living: for everything that the invocation waits for besides AWS. */
  whileAlive<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.#alive && resolve(value),
        (error: unknown) => this.#alive && reject(error),
      );
    });
  }
}
