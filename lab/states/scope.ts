/** Workflow variables. An inner scope reads the outer ones; what it assigns ends with it. */

import { sizeOf } from './limits.ts';

export class Scope {
  readonly #outer: Scope | undefined;
  readonly #own = new Map<string, unknown>();
  readonly #sizes = new Map<string, number>();
  #ownSize = 0;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  /** Undefined where nobody assigned it: JSON has no such value. */
  get(name: string): unknown {
    const own = this.#own.get(name);
    return own === undefined ? this.#outer?.get(name) : own;
  }

  /** Its own variables and those around it. */
  all(): Record<string, unknown> {
    return { ...this.#outer?.all(), ...Object.fromEntries(this.#own) };
  }

  /** About how many bytes it and those around it hold. */
  get size(): number {
    return this.#ownSize + (this.#outer?.size ?? 0);
  }

  assign(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      const size = sizeOf(value);
      this.#ownSize += size - (this.#sizes.get(name) ?? 0);
      this.#sizes.set(name, size);
      this.#own.set(name, value);
    }
  }
}
