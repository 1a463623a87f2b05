/**
 * Filters of a JSONPath: `[?(@.price < 10 && !(@.sold == true))]`. As Step Functions has them, they look at objects
 * alone, compare fields with literals, and know neither regular expressions nor other values of the document.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */

import { isRecord } from '../document.ts';

export type Filter = (candidate: Readonly<Record<string, unknown>>) => boolean;

type Operand = (candidate: Readonly<Record<string, unknown>>) => unknown;

const TOKEN = {
  current: /^\s*@((?:\.[^.[\]()'"\s*,=!<>&|]+|\['(?:[^'\\]|\\.)*'\]|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*)/,
  text: /^\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/,
  literal: /^\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true\b|false\b|null\b)/,
  comparison: /^\s*(==|!=|<=|>=|<|>)/,
  or: /^\s*(\|\|)/,
  and: /^\s*(&&)/,
  not: /^\s*(!)(?!=)/,
  open: /^\s*(\()/,
  close: /^\s*(\))/,
} as const;

const PART = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g;
const NESTED_MAX = 50;

/** Undefined where the text between `[?(` and `)]` is no filter that Step Functions takes. */
export function parseFilter(text: string): Filter | undefined {
  const parser = new Parser(text);
  const filter = parser.either();
  return filter !== undefined && parser.isAtEnd() ? filter : undefined;
}

class Parser {
  #rest: string;
  #depth = 0;

  constructor(text: string) {
    this.#rest = text;
  }

  isAtEnd(): boolean {
    return this.#rest.trim() === '';
  }

  either(): Filter | undefined {
    return this.#chain(
      TOKEN.or,
      () => this.#both(),
      (filters) => (one) => filters.some((holds) => holds(one)),
    );
  }

  #both(): Filter | undefined {
    return this.#chain(
      TOKEN.and,
      () => this.#single(),
      (filters) => (one) => filters.every((holds) => holds(one)),
    );
  }

  #chain(
    between: RegExp,
    next: () => Filter | undefined,
    join: (filters: readonly Filter[]) => Filter,
  ): Filter | undefined {
    const filters: Filter[] = [];
    do {
      const filter = next();
      if (filter === undefined) return undefined;
      filters.push(filter);
    } while (this.#take(between) !== undefined);
    return join(filters);
  }

  #single(): Filter | undefined {
    let isNegated = false;
    while (this.#take(TOKEN.not) !== undefined) isNegated = !isNegated;
    const filter = this.#group();
    return filter === undefined || !isNegated ? filter : (one) => !filter(one);
  }

  #group(): Filter | undefined {
    if (this.#take(TOKEN.open) === undefined) return this.#comparison();
    this.#depth += 1;
    const inner = this.#depth > NESTED_MAX ? undefined : this.either();
    this.#depth -= 1;
    return this.#take(TOKEN.close) === undefined ? undefined : inner;
  }

  /** A path alone asks whether it is there. */
  #comparison(): Filter | undefined {
    const field = this.#field();
    const left = field ?? this.#literal();
    if (left === undefined) return undefined;
    const operator = this.#take(TOKEN.comparison);
    if (operator === undefined) return field === undefined ? undefined : (one) => field(one) !== undefined;
    const right = field === undefined ? this.#field() : this.#literal();
    const compare = COMPARISONS[operator];
    if (right === undefined || compare === undefined) return undefined;
    return (one) => compare(left(one), right(one));
  }

  #field(): Operand | undefined {
    const path = this.#take(TOKEN.current);
    if (path === undefined) return undefined;
    const parts = Array.from(path.matchAll(PART), ([, bare, single, double, index]) =>
      index === undefined ? (bare ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(index),
    );
    return (one) => {
      let value: unknown = one;
      for (const part of parts) value = memberOf(value, part);
      return value;
    };
  }

  #literal(): Operand | undefined {
    const text = this.#take(TOKEN.text);
    if (text !== undefined) {
      const value = text.slice(1, -1).replace(/\\(.)/g, '$1');
      return () => value;
    }
    const literal = this.#take(TOKEN.literal);
    if (literal === undefined) return undefined;
    const value: unknown = JSON.parse(literal);
    return () => value;
  }

  #take(pattern: RegExp): string | undefined {
    const match = pattern.exec(this.#rest);
    if (match === null) return undefined;
    this.#rest = this.#rest.slice(match[0].length);
    return match[1];
  }
}

function memberOf(value: unknown, part: string | number): unknown {
  if (typeof part === 'number') return Array.isArray(value) ? value[part] : undefined;
  return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

/** Numbers and texts have an order, each among themselves. */
function ordered(accept: (isLess: boolean, isEqual: boolean) => boolean) {
  return (left: unknown, right: unknown): boolean => {
    if (typeof left === 'number' && typeof right === 'number') return accept(left < right, left === right);
    if (typeof left === 'string' && typeof right === 'string') return accept(left < right, left === right);
    return false;
  };
}

const COMPARISONS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': ordered((isLess) => isLess),
  '<=': ordered((isLess, isEqual) => isLess || isEqual),
  '>': ordered((isLess, isEqual) => !isLess && !isEqual),
  '>=': ordered((isLess) => !isLess),
};
