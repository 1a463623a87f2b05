/** Paces a rehearsal for people who look on: it begins when the first of them has come, and does not let a word wait. */
import type { Wall } from '../api/wall.ts';
import type { Pace } from '../rehearsal.ts';

export class RoomPace implements Pace {
  readonly #wall: Wall;
  readonly #speed: number;
  readonly #begun: Promise<void>;
  /** Resolves `#begun`. */
  begin: () => void = () => undefined;
  #zero: { readonly virtualAt: number; readonly wallAt: number } | undefined;
  #nextAt = 0;
  #wake: () => void = () => undefined;

  /** `speed`: virtual seconds a second. */
  constructor(wall: Wall, speed: number) {
    this.#wall = wall;
    this.#speed = speed;
    this.#begun = new Promise((resolve) => {
      this.begin = resolve;
    });
  }

  async until(virtualAt: number): Promise<void> {
    this.#nextAt = virtualAt;
    await this.#begun;
    this.#zero ??= { virtualAt, wallAt: this.#wall.now() };
    const { virtualAt: first, wallAt } = this.#zero;
    const wait = wallAt + (virtualAt - first) / this.#speed - this.#wall.now();
    if (wait > 1) await this.#sleep(wait);
  }

  /** What time it is in the lab for who looks on: between two instants, too, but never past the next one. */
  present(): number {
    if (this.#zero === undefined) return this.#nextAt;
    const { virtualAt, wallAt } = this.#zero;
    return Math.min(this.#nextAt, virtualAt + (this.#wall.now() - wallAt) * this.#speed);
  }

  /** Something was put before the next instant. */
  nudge(): void {
    this.#wake();
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#wall.after(milliseconds, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
