/** Counts the writes of running invocations, so that one can die around the right one. */
import type { Call } from '../cloud/wire/call.ts';
import { isBesideLedger, writesBesideLedger } from './permissions.ts';

/** Which of its invocation's writes a call is. */
export interface Ordinal {
  /** From 1, the ledger's and the story's included. */
  readonly write: number;
  /** Whether it is the write that its function is for: the first beside the ledger, or for a function without any the first. */
  readonly isItsOwn: boolean;
}

interface Count {
  writes: number;
  hasMadeItsOwn: boolean;
}

export class Writes {
  /** Those who are counted; for all others nothing is kept. */
  readonly #counted = new Set<string>();
  readonly #counts = new WeakMap<object, Count>();
  /** By input, which all attempts of one call share. */
  readonly #ordinals = new WeakMap<object, Ordinal>();

  count(functionName: string): void {
    this.#counted.add(functionName);
  }

  get isCounting(): boolean {
    return this.#counted.size > 0;
  }

  /** Undefined for reading, and for functions that are not counted. */
  ordinalOf({ caller, service, input, mutating }: Call): Ordinal | undefined {
    if (!mutating || !this.#counted.has(caller.functionName)) return undefined;
    const call = input as object;
    const known = this.#ordinals.get(call);
    if (known !== undefined) return known;
    const count = this.#counts.get(caller) ?? { writes: 0, hasMadeItsOwn: false };
    const isItsOwn =
      !count.hasMadeItsOwn && (isBesideLedger(service) || !writesBesideLedger(caller.functionName));
    count.writes += 1;
    count.hasMadeItsOwn ||= isItsOwn;
    this.#counts.set(caller, count);
    const ordinal = { write: count.writes, isItsOwn };
    this.#ordinals.set(call, ordinal);
    return ordinal;
  }
}
