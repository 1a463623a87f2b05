/** Calls of intrinsic functions: `States.Name(argument, …)` with texts, numbers, paths and further calls. */

import type { Compilation } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { intrinsicProblem, Problem } from '../failure.ts';
import { notFound } from './not-found.ts';
import { intrinsics } from './intrinsics.ts';
import { parsePath } from './path.ts';
import { readPath, rootOf } from './read.ts';

const TOKEN = {
  call: /^\s*States\.([A-Za-z0-9]+)\(/,
  text: /^\s*'((?:[^'\\]|\\.)*)'/s,
  number: /^\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/,
  word: /^\s*(true|false|null)\b/,
  path: /^\s*(\$(?:'[^']*'|\[[^\]]*\]|[^,()\s'[])*)/,
} as const;

const ESCAPES = /\\([\\'{}])/g;

/** Reports a problem and reads nothing where the text is no call. */
export function compileIntrinsic(
  text: string,
  field: string,
  compilation: Compilation,
  place = field,
): Reader {
  const parser = new Parser(text, field);
  const call = parser.value();
  if (call !== undefined && parser.isAtEnd()) return call;
  compilation.problem(
    `SCHEMA_VALIDATION_FAILED: The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
    `${compilation.at}/${place}`,
  );
  return () => undefined;
}

class Parser {
  #rest: string;
  readonly #field: string;

  constructor(text: string, field: string) {
    this.#rest = text;
    this.#field = field;
  }

  isAtEnd(): boolean {
    return this.#rest.trim() === '';
  }

  value(): Reader | undefined {
    const name = this.#take(TOKEN.call);
    if (name !== undefined) return this.#call(name);
    const text = this.#take(TOKEN.text);
    if (text !== undefined) return this.#text(text);
    const literal = this.#take(TOKEN.number) ?? this.#take(TOKEN.word);
    if (literal !== undefined) {
      const parsed: unknown = JSON.parse(literal);
      return () => parsed;
    }
    const path = this.#take(TOKEN.path);
    return path === undefined ? undefined : this.#path(path);
  }

  #call(name: string): Reader | undefined {
    const implementation = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
    const readers: Reader[] = [];
    while (this.#take(/^\s*(\))/) === undefined) {
      if (readers.length > 0 && this.#take(/^\s*(,)/) === undefined) return undefined;
      const reader = this.value();
      if (reader === undefined) return undefined;
      readers.push(reader);
    }
    if (implementation === undefined) return undefined;
    return (visit, root) => {
      const values = readers.map((read) => read(visit, root));
      try {
        return implementation(values, visit.host);
      } catch (error) {
        throw error instanceof Problem ? error : intrinsicProblem((error as Error).message);
      }
    };
  }

  /** Format needs to tell an escaped brace from a placeholder, so braces keep their backslash here. */
  #text(raw: string): Reader {
    const text = raw.replace(ESCAPES, (whole, character: string) =>
      character === '{' || character === '}' ? whole : character,
    );
    return () => text;
  }

  #path(text: string): Reader | undefined {
    const path = parsePath(text);
    const field = this.#field;
    if (path === undefined) return undefined;
    return (visit, root) => {
      const value = readPath(path, visit, root);
      if (value === undefined) throw notFound(text, field, rootOf(path, visit, root));
      return value;
    };
  }

  #take(pattern: RegExp): string | undefined {
    const match = pattern.exec(this.#rest);
    if (match === null) return undefined;
    this.#rest = this.#rest.slice(match[0].length);
    return match[1];
  }
}
