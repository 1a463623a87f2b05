/** JSONPath texts as steps: roots `$`, `$$` and `$variable`; names, indexes, wildcards, slices and descent. */

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
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

const STEPS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step])[] = [
  [/^\.\.(?=[^.])/, () => ({ kind: 'descend' })],
  [/^(?:\.\*|\[\*\]|\*)/, () => ({ kind: 'all' })],
  [/^\[(-?\d+)\]/, ([, index]) => ({ kind: 'index', index: Number(index) })],
  [
    /^\[(-?\d+(?:\s*,\s*-?\d+)+)\]/,
    ([, list]) => ({ kind: 'indexes', indexes: String(list).split(',').map(Number) }),
  ],
  [/^\[(-?\d*):(-?\d*)\]/, ([, from, to]) => ({ kind: 'slice', from: bound(from), to: bound(to) })],
  [
    /^\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/,
    ([, one, two]) => ({ kind: 'name', name: unescape(one ?? two) }),
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
    steps.push(step);
    rest = rest.slice(length);
  }
  return {
    text,
    root: root === '$' || root === '$$' ? root : { variable: root.slice(1) },
    steps,
    isDefinite: steps.every(({ kind }) => kind === 'name' || kind === 'index'),
  };
}

function parseStep(rest: string): [Step, number] | undefined {
  for (const [pattern, make] of STEPS) {
    const match = pattern.exec(rest);
    if (match !== null) return [make(match), match[0].length];
  }
  return undefined;
}

function bound(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function unescape(text: string | undefined): string {
  return (text ?? '').replace(/\\(.)/g, '$1');
}
