/** Regular expressions of definitions: one that would backtrack for ever is stopped. */

import { createContext, Script } from 'node:vm';
import { tooLong } from './budget.ts';

/** Far more than any that ends by itself needs for a payload's length. */
const MILLISECONDS_MAX = 1000;

/** Two repetitions can multiply; so can a repetition of what can be empty, or of a back reference. */
const REPEATS = /[*+}]/g;

const script = new Script(
  'regexp.lastIndex = at; const match = regexp.exec(text); [match, regexp.lastIndex]',
);

/** What jsonata uses in place of RegExp. */
export class BoundedRegExp {
  lastIndex = 0;
  readonly #regexp: RegExp;
  readonly #isRisky: boolean;

  constructor(regexp: RegExp) {
    this.#regexp = new RegExp(regexp.source, regexp.flags);
    this.#isRisky = (regexp.source.match(REPEATS)?.length ?? 0) > 1;
  }

  exec(text: string): RegExpExecArray | null {
    if (this.#isRisky) return this.#execWithin(text);
    this.#regexp.lastIndex = this.lastIndex;
    const match = this.#regexp.exec(text);
    this.lastIndex = this.#regexp.lastIndex;
    return match;
  }

  #execWithin(text: string): RegExpExecArray | null {
    const context = createContext({ regexp: this.#regexp, text, at: this.lastIndex });
    try {
      const [match, at] = script.runInContext(context, { timeout: MILLISECONDS_MAX }) as [
        RegExpExecArray | null,
        number,
      ];
      this.lastIndex = at;
      return match;
    } catch (error) {
      throw (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? tooLong() : error;
    }
  }
}
