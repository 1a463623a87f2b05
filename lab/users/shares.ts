/** The canary's share of the weights as users were served with it, from the first instant on. */
export interface Share {
  readonly at: number;
  readonly canaryPercent: number;
}

export type ShareListener = (at: number, canaryPercent: number) => void;

export class Shares {
  readonly #seen: Share[];
  readonly #listeners: ShareListener[] = [];

  constructor(first: Share) {
    this.#seen = [first];
  }

  get all(): readonly Share[] {
    return this.#seen;
  }

  get current(): number {
    return this.#seen.at(-1)?.canaryPercent ?? 0;
  }

  note(at: number, canaryPercent: number): void {
    if (canaryPercent === this.current) return;
    this.#seen.push({ at, canaryPercent });
    for (const listener of this.#listeners) listener(at, canaryPercent);
  }

  /** Tells all shares so far, and from then on each new one in the instant in which users get it. */
  listen(listener: ShareListener): void {
    for (const { at, canaryPercent } of this.#seen) listener(at, canaryPercent);
    this.#listeners.push(listener);
  }
}
