/** Reads an expression token by token and refuses, in DynamoDB's words, what does not belong there. */
import { validation } from '../errors.ts';
import { isReserved } from '../reserved-words.ts';
import type { Label, RawPath } from './syntax.ts';

const token = /\s*([A-Za-z_][\w]*|[#:][\w]+|\d+|<>|<=|>=|[=<>(),.[\]+-]|$)/y;

export class Reader {
  readonly label: Label;
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  readonly #tokens: readonly string[];
  #index = 0;

  constructor(label: Label, text: string) {
    this.label = label;
    this.#tokens = this.#split(text);
    if (text.trim() === '') throw this.refusal('The expression can not be empty;');
  }

  /** The token `ahead` of the one that comes next; the empty one at the end. */
  peek(ahead = 0): string {
    return this.#tokens[this.#index + ahead] ?? '';
  }

  next(): string {
    const taken = this.peek();
    this.#index++;
    return taken;
  }

  /** Keywords are the same in any case. */
  isNext(word: string, ahead = 0): boolean {
    return this.peek(ahead).toUpperCase() === word;
  }

  accept(word: string): boolean {
    const accepted = this.isNext(word);
    if (accepted) this.#index++;
    return accepted;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.misplaced();
  }

  end(): void {
    if (this.peek() !== '') throw this.misplaced();
  }

  path(): RawPath {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.accept('.')) path.push(this.#name());
      else if (this.accept('[')) path.push(this.#position());
      else return path;
    }
  }

  value(): string {
    if (!this.peek().startsWith(':')) throw this.misplaced();
    const name = this.next();
    this.values.add(name);
    return name;
  }

  /** `read` once, and again after every comma. */
  list<T>(read: () => T): T[] {
    const list = [read()];
    while (this.accept(',')) list.push(read());
    return list;
  }

  refusal(why: string): Error {
    return validation(`Invalid ${this.label}: ${why}`);
  }

  misplaced(): Error {
    const near = this.#tokens
      .slice(Math.max(0, this.#index - 1), this.#index + 2)
      .join(' ')
      .trim();
    return this.refusal(`Syntax error; token: "${this.peek() || '<EOF>'}", near: "${near}"`);
  }

  #name(): string {
    const name = this.peek();
    if (!/^[A-Za-z_#]/.test(name)) throw this.misplaced();
    if (isReserved(name))
      throw this.refusal(`Attribute name is a reserved keyword; reserved keyword: ${name}`);
    if (name.startsWith('#')) this.names.add(name);
    return this.next();
  }

  #position(): number {
    if (!/^\d+$/.test(this.peek())) throw this.misplaced();
    const index = Number(this.next());
    this.expect(']');
    return index;
  }

  #split(text: string): string[] {
    const tokens: string[] = [];
    for (token.lastIndex = 0; token.lastIndex < text.length; ) {
      const from = token.lastIndex;
      const found = token.exec(text)?.[1];
      if (found === undefined) {
        const rest = text.slice(from).trim();
        throw this.refusal(`Syntax error; token: "${rest[0]}", near: "${rest.slice(0, 3)}"`);
      }
      if (found !== '') tokens.push(found);
    }
    return tokens;
  }
}
