/** What is wrong with a plan, in words that need no look into the code. */

export interface Problem {
  /** Where in the file: `ramp.step`, `smoke[0].path`; empty for the file as a whole. */
  readonly path: string;
  /** What stands there, as JSON and shortened; `nothing` where the key is absent. */
  readonly value: string;
  /** What is allowed there, or what to do. */
  readonly message: string;
  /** Of the file, where one was read. */
  readonly line?: number;
}

/** A problem in one line: `ramp.step: "0%": must be …`. */
export function problemText({ path, value, message }: Problem): string {
  return [path || 'the file', value, message].join(': ');
}

const valueLengthMax = 80;

/** A value as it may be shown: one line, bounded, and never a walk into something deep. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const count = Object.keys(value).length;
    return count === 0 ? 'an empty mapping' : `a mapping with ${count} ${count === 1 ? 'key' : 'keys'}`;
  }
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  const isPlain = typeof value === 'number' || typeof value === 'boolean' || value === null;
  return isPlain ? String(value) : typeof value;
}

/** `['smoke', 0, 'path']` → `smoke[0].path`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(shortened(name))}]`;
    return text === '' ? shortened(name) : `${text}.${shortened(name)}`;
  }, '');
}

/** What stands at a path; only own keys, so that a path can never reach into a prototype. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, document);
}

function shortened(text: string): string {
  return text.length <= valueLengthMax ? text : `${text.slice(0, valueLengthMax - 1)}…`;
}
