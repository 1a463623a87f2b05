/** Workflow variables. An inner scope reads the outer ones; what it assigns ends with it. */

export class Scope {
  readonly #outer: Scope | undefined;
  readonly #own = new Map<string, unknown>();

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

  assign(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) this.#own.set(name, value);
  }
}
