/** Splits an expression into its tokens. */
import { invalid } from '../errors.ts';

const token =
  /\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z]\w*|"[^"]*"|'[^']*'|&&|\|\||[<>=!]=|[-+*/^<>(),[\]])/y;

export class Tokens {
  readonly expression: string;
  readonly #tokens: string[] = [];
  #index = 0;

  constructor(expression: string) {
    this.expression = expression;
    const text = expression.trim();
    for (token.lastIndex = 0; token.lastIndex < text.length; ) {
      const rest = text.slice(token.lastIndex);
      const [, found] = token.exec(text) ?? [];
      if (found === undefined) throw this.refusal(`unexpected '${rest.trim()[0] ?? ''}'`);
      this.#tokens.push(found);
    }
    if (this.#tokens.length === 0) throw this.refusal('it is empty');
  }

  /** The empty one at the end. */
  get next(): string {
    return this.#tokens[this.#index] ?? '';
  }

  take(): string {
    const taken = this.next;
    this.#index++;
    return taken;
  }

  /** Takes the next one if it is one of these. */
  accept(...wanted: readonly string[]): string | undefined {
    return wanted.includes(this.next) ? this.take() : undefined;
  }

  expect(wanted: string): void {
    if (this.accept(wanted) === undefined)
      throw this.refusal(`expected '${wanted}' and found ${this.next === '' ? 'its end' : `'${this.next}'`}`);
  }

  refusal(why: string): Error {
    return invalid(`Error in expression '${this.expression}': ${why}`);
  }
}
