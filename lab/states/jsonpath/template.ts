/** Payload templates: JSON in which a field whose name ends in `.$` is a path or an intrinsic function. */

import type { Compilation } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { isRecord } from '../document.ts';
import { compileIntrinsic } from './intrinsic.ts';
import { notFound } from './not-found.ts';
import { parsePath } from './path.ts';
import { readPath, rootOf } from './read.ts';

/** Undefined where there is no template. */
export function compilePayload(value: unknown, name: string, compilation: Compilation): Reader | undefined {
  return value === undefined ? undefined : compile(value, name, compilation);
}

function compile(value: unknown, name: string, compilation: Compilation): Reader {
  if (Array.isArray(value)) {
    const items = value.map((item) => compile(item, name, compilation));
    return (visit, root) => items.map((item) => item(visit, root));
  }
  if (!isRecord(value)) return () => value;
  const fields = Object.entries(value).map(([key, child]) => compileField(key, child, name, compilation));
  return (visit, root) => Object.fromEntries(fields.map(([key, read]) => [key, read(visit, root)]));
}

function compileField(key: string, value: unknown, name: string, compilation: Compilation): [string, Reader] {
  if (!key.endsWith('.$')) return [key, compile(value, name, compilation)];
  return [key.slice(0, -2), compileDynamic(String(value), key, name, compilation)];
}

function compileDynamic(text: string, key: string, name: string, compilation: Compilation): Reader {
  if (text.startsWith('States.')) return compileIntrinsic(text, key, compilation, name);
  const path = parsePath(text);
  if (path === undefined) {
    compilation.problem(
      `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
      `${compilation.at}/${name}`,
    );
    return () => undefined;
  }
  return (visit, root) => {
    const value = readPath(path, visit, root);
    if (value === undefined) throw notFound(text, key, rootOf(path, visit, root) ?? root);
    return value;
  };
}
