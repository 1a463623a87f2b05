/**
 * Virtual time: an ordered queue of (time, sequence, action). Nothing in the lab waits on the wall clock;
 * everything that takes time is an entry here, so that an hour costs what its events cost and the same
 * entries always run in the same order.
 */

/** A scheduled action that can still be called off. */
export interface Entry {
  cancel(): void;
}

interface Slot {
  at: number;
  /** When it would come on the wall clock, were both to go on alike since it was scheduled. */
  readonly dueAt: number;
  readonly sequence: number;
  action: (() => void) | undefined;
}

export class VirtualClock {
  #now: number;
  #sequence = 0;
  readonly #heap: Slot[] = [];
  readonly #settling = new Settling();
  readonly #wall: () => number;

  /** `wall` is for who paces the clock; without one nothing is ever due. */
  constructor(startMilliseconds: number, wall: () => number = () => Number.NaN) {
    this.#now = startMilliseconds;
    this.#wall = wall;
  }

  /** Milliseconds since the epoch, virtual. */
  now(): number {
    return this.#now;
  }

  /** Runs `action` at a time (at once, but not synchronously, where that time has passed). */
  at(milliseconds: number, action: () => void): Entry {
    const at = Math.max(milliseconds, this.#now);
    const dueAt = this.#wall() + at - this.#now;
    const slot: Slot = { at, dueAt, sequence: this.#sequence++, action };
    push(this.#heap, slot);
    return {
      cancel: () => {
        slot.action = undefined;
      },
    };
  }

  after(milliseconds: number, action: () => void): Entry {
    return this.at(this.#now + milliseconds, action);
  }

  /** Resolves after virtual time. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  /** The time of the next entry, or undefined when nothing is left to happen. */
  nextAt(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.at;
  }

  /** When the next entry would come if virtual time went like the wall clock. */
  nextDueAt(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.dueAt;
  }

  /** Puts the next entry off, to so long from now. */
  postpone(milliseconds: number): void {
    this.#dropCancelled();
    const slot = pop(this.#heap);
    if (slot === undefined) return;
    slot.at = this.#now + milliseconds;
    push(this.#heap, slot);
  }

  /** Lets time pass to an instant, or to the next entry where that comes first. */
  pass(milliseconds: number): void {
    this.#now = Math.max(this.#now, Math.min(milliseconds, this.nextAt() ?? milliseconds));
  }

  /** Resolves when nothing is runnable any more without time passing. */
  settle(): Promise<void> {
    return this.#settling.done();
  }

  /**
   * Runs the next entry, and then everything that became runnable by it without time passing.
   * False when nothing is left.
   */
  async step(): Promise<boolean> {
    await this.#settling.done();
    this.#dropCancelled();
    const slot = pop(this.#heap);
    if (slot?.action === undefined) return false;
    this.#now = slot.at;
    const { action } = slot;
    slot.action = undefined;
    action();
    await this.#settling.done();
    return true;
  }

  #dropCancelled(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].action === undefined) pop(this.#heap);
  }
}

/** So many in one turn of Node's event loop: short enough for signals and real timers. */
const settlingsPerTurn = 128;

/**
 * All promise reactions that are due run before Node's next immediate. A turn of the event loop for each is
 * costly, and Node lets promises settle between two immediates of one turn just as well: so
 * many are asked for at once, and each serves whoever waits when it comes.
 */
class Settling {
  #left = 0;
  #waiting: (() => void)[] = [];

  done(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#left > 0) return;
      this.#left = settlingsPerTurn;
      for (let count = 0; count < settlingsPerTurn; count++) setImmediate(this.#next);
    });
  }

  readonly #next = (): void => {
    this.#left -= 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  };
}

function before(a: Slot, b: Slot): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function push(heap: Slot[], slot: Slot): void {
  let index = heap.push(slot) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as Slot;
    if (!before(slot, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = slot;
}

function pop(heap: Slot[]): Slot | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    const right = child + 1;
    if (right < heap.length && before(heap[right] as Slot, heap[child] as Slot)) child = right;
    const below = heap[child];
    if (below === undefined || !before(below, last)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
  return top;
}
