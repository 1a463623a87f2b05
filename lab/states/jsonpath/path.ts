/** JSONPath texts as steps: roots `$`, `$$` and `$variable`; names, indexes, wildcards, slices, filters and descent. */

import { type Filter, parseFilter } from './filter.ts';

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  /** After a descent, which meets elements by itself, only objects are asked. */
  | { readonly kind: 'filter'; readonly holds: Filter; readonly isDeep?: boolean }
  | { readonly kind: 'descend' };

export interface Path {
  readonly text: string;
  /** The input, the context object or the name of a variable. */
  readonly root: '$' | '$$' | { readonly variable: string };
  readonly steps: readonly Step[];
  /** Selects at most one value; other paths select a list. */
  readonly isDefinite: boolean;
}

const ROOT = /^\$(?:\$|[\p{L}_][\p{L}\p{N}_]*)?/u;

const QUOTED = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;

/** The first that fits; `undefined` where what fits is no step after all. */
const STEPS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step | undefined])[] = [
  // A dot before a bracket says nothing: `$.a.['b c']`.
  [/^\.\.(?=[^.])/, () => ({ kind: 'descend' })],
  [/^(?:\.\*|\.?\[\*\]|\*)/, () => ({ kind: 'all' })],
  [/^\.?\[\s*(-?\d+)\s*\]/, ([, index]) => ({ kind: 'index', index: Number(index) })],
  [
    /^\.?\[\s*(-?\d+(?:\s*,\s*-?\d+)+)\s*\]/,
    ([, list]) => ({ kind: 'indexes', indexes: String(list).split(',').map(Number) }),
  ],
  [
    /^\.?\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]/,
    ([, from, to]) => ({ kind: 'slice', from: bound(from), to: bound(to) }),
  ],
  [
    new RegExp(String.raw`^\.?\[\s*((?:${QUOTED})(?:\s*,\s*(?:${QUOTED}))*)\s*\]`),
    ([, list]) => named(String(list)),
  ],
  [
    new RegExp(String.raw`^\.?\[\?\(((?:${QUOTED}|[^'"])*?)\)\]`),
    ([, text]) => {
      const holds = parseFilter(String(text));
      return holds === undefined ? undefined : { kind: 'filter', holds };
    },
  ],
  [/^\.?([^.[\]()'"\s*,]+)/, ([, name]) => ({ kind: 'name', name: String(name) })],
];

/** Undefined where the text is no path that the engine knows. */
export function parsePath(text: string): Path | undefined {
  const root = ROOT.exec(text)?.[0];
  if (root === undefined) return undefined;
  const steps: Step[] = [];
  let rest = text.slice(root.length);
  while (rest !== '') {
    const [step, length] = parseStep(rest) ?? [];
    if (step === undefined || length === undefined) return undefined;
    const isDeep = steps.at(-1)?.kind === 'descend';
    steps.push(step.kind === 'filter' ? { ...step, isDeep } : step);
    rest = rest.slice(length);
  }
  return {
    text,
    root: root === '$' || root === '$$' ? root : { variable: root.slice(1) },
    steps,
    isDefinite: areDefinite(steps),
  };
}

function parseStep(rest: string): [Step, number] | undefined {
  for (const [pattern, make] of STEPS) {
    const match = pattern.exec(rest);
    const step = match === null ? undefined : make(match);
    if (match !== null && step !== undefined) return [step, match[0].length];
  }
  return undefined;
}

/** One name selects its value, several at the end an object of those that are there. */
function named(list: string): Step {
  const names = Array.from(list.matchAll(new RegExp(QUOTED, 'g')), ([text]) =>
    text.slice(1, -1).replace(/\\(.)/g, '$1'),
  );
  const [name = ''] = names;
  return names.length === 1 ? { kind: 'name', name } : { kind: 'names', names };
}

function areDefinite(steps: readonly Step[]): boolean {
  return steps.every(
    ({ kind }, index) =>
      kind === 'name' || kind === 'index' || (kind === 'names' && index === steps.length - 1),
  );
}

/** Names and indexes alone: a path that can be written to. */
export function isReference({ root, steps }: Path): boolean {
  return root === '$' && steps.every(({ kind }) => kind === 'name' || kind === 'index');
}

function bound(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
