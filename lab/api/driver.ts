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
  /** When the service began, on the wall clock. */
  readonly begunAt: number;
  /** What an entry threw: a bug of the lab, which must not end the service. */
  readonly onFault: (error: unknown) => void;
}

/** A year is an execution's longest life. What comes later is not leapt to: its executions run on and on, as on AWS. */
const leapMilliseconds = 365 * 24 * 3_600_000;

export class Driver {
  readonly #options: DriverOptions;
  readonly #virtualBegin: number;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#virtualBegin = options.clock.now();
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
    const { clock, wall, speed, begunAt } = this.#options;
    if (speed !== 'max') clock.pass(this.#virtualBegin + (wall.now() - begunAt) * speed);
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Real milliseconds until the next entry may run. */
  #delay(): number {
    const { clock, wall, speed, begunAt, isNeeded, isHeld } = this.#options;
    const next = clock.nextAt();
    if (next === undefined) return Number.POSITIVE_INFINITY;
    if (speed !== 'max') return begunAt + (next - this.#virtualBegin) / speed - wall.now();
    const untilDue = (clock.nextDueAt() ?? wall.now()) - wall.now();
    if (next <= clock.now()) return untilDue > 0 && isHeld() ? this.#putOff(untilDue) : 0;
    if (!isNeeded() || next - clock.now() > leapMilliseconds) return Number.POSITIVE_INFINITY;
    return isHeld() ? untilDue : 0;
  }

  /**
   * Virtual time has come to an entry before its real time has, because something else was waited for when it was
   * made: a limit that starts late still gives its whole time.
   */
  #putOff(milliseconds: number): number {
    this.#options.clock.postpone(milliseconds);
    return this.#delay();
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
