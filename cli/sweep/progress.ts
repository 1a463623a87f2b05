/** How far a sweep has come, on standard error: one line that changes for who watches, a line now and then for a log. */
import { countText } from '../draw/words.ts';
import type { Tally } from '../../lab/sweep/sweep.ts';
import type { Terminal } from '../terminal.ts';

const frameMilliseconds = 200;
const linesInLog = 10;

export class Progress {
  readonly #io: Terminal;
  readonly #all: number;
  readonly #startedAt = performance.now();
  /** In an earlier call. */
  readonly #ranBefore: number;
  #run: number;
  #broken: number;
  #drawnAt = 0;

  constructor(io: Terminal, all: number, { cases, failing }: Pick<Tally, 'cases' | 'failing'>) {
    this.#io = io;
    this.#all = all;
    this.#ranBefore = cases;
    this.#run = cases;
    this.#broken = failing.length;
    if (cases > 0) io.progress(`${this.#line()} already; going on\n`);
  }

  add(isBroken: boolean): void {
    this.#run += 1;
    this.#broken += isBroken ? 1 : 0;
    const now = performance.now();
    if (this.#io.isWatched) {
      if (now - this.#drawnAt < frameMilliseconds) return;
      this.#drawnAt = now;
      this.#io.progress(`\r\u001b[2K${this.#line()}`);
    } else if (this.#run % Math.max(100, Math.ceil(this.#all / linesInLog)) === 0) {
      this.#io.progress(`${this.#line()}\n`);
    }
  }

  /** Another line of work, such as shrinking. */
  say(text: string): void {
    this.#io.progress(this.#io.isWatched ? `\r\u001b[2K${text}` : `${text}\n`);
  }

  done(cores: number): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const run = this.#run - this.#ranBefore;
    const rate = (run / seconds).toFixed(1);
    const line = `${countText(run)} cutovers in ${seconds.toFixed(1)} s, ${rate} a second on ${cores === 1 ? 'one core' : `${cores} cores`}`;
    this.#io.progress(`${this.#io.isWatched ? '\r\u001b[2K' : ''}${line}\n`);
  }

  #line(): string {
    return `${countText(this.#run)} of ${countText(this.#all)} cutovers, ${countText(this.#broken)} with something broken`;
  }
}
