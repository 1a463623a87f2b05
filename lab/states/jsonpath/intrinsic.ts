/** Calls of intrinsic functions: `States.Name(argument, …)` with texts, numbers, paths and further calls. */

import type { Compilation } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { Problem, runtimeProblem } from '../failure.ts';
import { intrinsics, type Signature } from './intrinsics.ts';
import { parsePath } from './path.ts';
import { readPath, rootOf } from './read.ts';

const TOKEN = {
  call: /^\s*States\.([A-Za-z0-9]+)\(/,
  // A backslash is only legal before a quote, a brace or another one.
  text: /^\s*'((?:[^'\\]|\\['{}\\])*)'/s,
  number: /^\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/,
  word: /^\s*(true|false|null)\b/,
  path: /^\s*(\$(?:'[^']*'|\[(?:[^\][]|\[[^\]]*\])*\]|[^,()\s'[])*)/,
} as const;

const ESCAPES = /\\([\\'{}])/g;
const NESTED_MAX = 10;

/** Reports a problem and reads nothing where the text is no call. */
export function compileIntrinsic(
  text: string,
  field: string,
  compilation: Compilation,
  place = field,
): Reader {
  const parser = new Parser(text);
  const call = parser.value();
  if (call !== undefined && parser.isAtEnd()) return call;
  compilation.problem(
    `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
    `${compilation.at}/${place}`,
  );
  return () => undefined;
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

  value(): Reader | undefined {
    const before = this.#rest;
    const name = this.#take(TOKEN.call);
    if (name !== undefined) return this.#call(name, before);
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

  #call(name: string, before: string): Reader | undefined {
    const signature = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
    this.#depth += 1;
    const readers = this.#depth > NESTED_MAX ? undefined : this.#arguments();
    this.#depth -= 1;
    if (signature === undefined || readers === undefined) return undefined;
    if (readers.length < signature.min || readers.length > signature.max) return undefined;
    const text = before.slice(0, before.length - this.#rest.length).trim();
    return evaluated(signature, readers, `States.${name}`, text);
  }

  #arguments(): Reader[] | undefined {
    const readers: Reader[] = [];
    while (this.#take(/^\s*(\))/) === undefined) {
      if (readers.length > 0 && this.#take(/^\s*(,)/) === undefined) return undefined;
      const reader = this.value();
      if (reader === undefined) return undefined;
      readers.push(reader);
    }
    return readers;
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
    if (path === undefined) return undefined;
    return (visit, root) => {
      const value = readPath(path, visit, root);
      if (value !== undefined) return value;
      const input = JSON.stringify(rootOf(path, visit, root));
      throw new Error(
        `The JsonPath argument for the field '${text}' could not be found in the input '${input}'`,
      );
    };
  }

  #take(pattern: RegExp): string | undefined {
    const match = pattern.exec(this.#rest);
    if (match === null) return undefined;
    this.#rest = this.#rest.slice(match[0].length);
    return match[1];
  }
}

function evaluated({ call }: Signature, readers: readonly Reader[], name: string, text: string): Reader {
  const failed = (why: string) =>
    runtimeProblem(`There was an error while evaluating the intrinsic function: ${text}. ${why}`);
  return (visit, root) => {
    const values = readers.map((read) => {
      try {
        return read(visit, root);
      } catch (error) {
        throw error instanceof Problem ? error : failed((error as Error).message);
      }
    });
    try {
      return call(values, visit.host);
    } catch (error) {
      throw failed(`Invalid arguments in ${name}: ${(error as Error).message}`);
    }
  };
}
