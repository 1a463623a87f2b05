/**
 * Moves virtual time while the API is served. As fast as possible it leaps from entry to entry; while something outside
 * is at work (a caller who holds a task token, a worker with an activity's task, a Lambda call) it stands still, but
 * for what would come due meanwhile on the wall clock too: a TimeoutSeconds of five ends a task that nobody answers for
 * five real seconds, and nothing that is an hour away happens. With a speed it follows the wall clock always.
 */
import type { VirtualClock } from '../clock.ts';
import type { Wall } from './wall.ts';

export type Speed = number | 'max';

export interface DriverOptions {
  readonly clock: VirtualClock;
  readonly wall: Wall;
  readonly speed: Speed;
  /** Whether time has a reason to pass: without one, an idle lab stays where it is. */
  readonly isNeeded: () => boolean;
  /** Whether something outside is at work. */
  readonly isHeld: () => boolean;
  /** What an entry threw: a bug of the lab, which must not end the service. */
  readonly onFault: (error: unknown) => void;
}

/** A year is an execution's longest life. What comes later is not leapt to: its executions run on and on, as on AWS. */
const leapMilliseconds = 365 * 24 * 3_600_000;

export class Driver {
  readonly #options: DriverOptions;
  readonly #begun: { readonly virtualAt: number; readonly wallAt: number };
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#begun = { virtualAt: options.clock.now(), wallAt: options.wall.now() };
  }

  /** Until closed. */
  async run(): Promise<void> {
    const { clock, onFault } = this.#options;
    while (!this.#isClosed) {
      const delay = this.#delay();
      if (delay > 0) {
        await this.#pause(delay);
        // What woke us up goes on in promises; only when they have settled is it clear what comes next.
        await clock.settle();
      } else await clock.step().catch(onFault);
    }
  }

  /** Something came from outside. */
  wake(): void {
    this.#wake();
  }

  /** Paced time passes between events too: what comes from outside comes at its own time. */
  catchUp(): void {
    const { clock, wall, speed } = this.#options;
    if (speed !== 'max') clock.pass(this.#begun.virtualAt + (wall.now() - this.#begun.wallAt) * speed);
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Real milliseconds until the next entry may run. */
  #delay(): number {
    const { clock, wall, speed, isNeeded, isHeld } = this.#options;
    const next = clock.nextAt();
    if (next === undefined) return Number.POSITIVE_INFINITY;
    if (speed !== 'max') return this.#begun.wallAt + (next - this.#begun.virtualAt) / speed - wall.now();
    if (next <= clock.now()) return 0;
    if (!isNeeded() || next - clock.now() > leapMilliseconds) return Number.POSITIVE_INFINITY;
    return isHeld() ? (clock.nextDueAt() ?? Number.POSITIVE_INFINITY) - wall.now() : 0;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const entry = Number.isFinite(milliseconds)
        ? this.#options.wall.after(milliseconds, resolve)
        : undefined;
      this.#wake = () => {
        entry?.cancel();
        resolve();
      };
    });
  }
}
