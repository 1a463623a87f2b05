/** Brings what the engine answered into the form of a recording, which was anonymised. */

import type { Case } from './cases.ts';

const ISO8601 =
  /\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-][01]\d:?(?:[0-5]\d)?)/g;
const STARTS_WITH_ISO8601 = new RegExp(`^${ISO8601.source}`);
export const PLACEHOLDER = /<[A-Za-z][A-Za-z0-9_.-]*(?::\d+)?>/g;
const WHOLE_PLACEHOLDER = new RegExp(`^${PLACEHOLDER.source}$`);

export const isPlaceholder = (text: string) => WHOLE_PLACEHOLDER.test(text);

export interface Place {
  readonly account: string;
  readonly region: string;
  /** For `@@TIME:…@@`. */
  readonly now: number;
  /** What stands for `@@SM0@@` and its like. */
  readonly names: ReadonlyMap<string, string>;
}

/** Texts of the case with its tokens replaced by this run's names. */
export function resolve(text: string, place: Place): string {
  let result = text;
  for (const [token, value] of place.names) result = result.replaceAll(`@@${token}@@`, value);
  result = result.replaceAll('@@ACCOUNT@@', place.account).replaceAll('@@REGION@@', place.region);
  return result.replace(/@@TIME:(-?\d+):.*?@@/g, (_whole, seconds: string) =>
    new Date(place.now + Number(seconds) * 1000).toISOString().slice(0, 19),
  );
}

/** A copy of `document`, anonymised. */
export function normalise(document: unknown, subject: Case, place: Place): unknown {
  const parsed = parseObjects(document);
  for (const rule of subject.normalise) {
    if (rule.kind !== 'jsonpath') continue;
    for (const [box, key] of find(parsed, parsePath(rule.path ?? ''))) {
      (box as Record<string, unknown>)[key] = rule.ref === true ? `<${rule.to}:0>` : rule.to;
    }
  }
  maskTimestamps(parsed);
  return replace(parsed, replacements(subject, place));
}

/** Placeholders that an actual result is given too, so that they are no wildcards. */
export function literals(subject: Case): Set<string> {
  const result = new Set(['<region>', '<partition>']);
  for (const { kind, to } of subject.normalise) {
    if ((kind === 'literal' || kind === 'regex') && isPlaceholder(to)) result.add(to);
  }
  return result;
}

export function wildWords(subject: Case): string[] {
  return subject.normalise.filter(({ kind }) => kind === 'wild').map(({ to }) => to);
}

export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

type Replacement = readonly [RegExp, string];

function replacements(subject: Case, place: Place): Replacement[] {
  const result: Replacement[] = [];
  for (const rule of subject.normalise) {
    if (rule.kind === 'literal') {
      const value = resolve(rule.value ?? '', place);
      if (!value.includes('@@')) result.push([new RegExp(escapePattern(value), 'g'), rule.to]);
    } else if (rule.kind === 'regex') {
      const value = resolve(rule.regex ?? '', place);
      const isText = rule.regex?.includes('@@') === true;
      result.push([new RegExp(isText ? escapePattern(value) : value, 'g'), rule.to]);
    }
  }
  result.push([new RegExp(escapePattern(place.account), 'g'), '111111111111']);
  result.push([new RegExp(escapePattern(place.region), 'g'), '<region>']);
  result.push([/arn:aws(?=:)/g, 'arn:<partition>'], [ISO8601, 'date']);
  return result;
}

/** Texts that begin with "{" were recorded as objects. */
function parseObjects(node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => (typeof item === 'object' ? parseObjects(item) : item));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' && value.trimStart().startsWith('{') ? parseJson(value) : parseObjects(value),
    ]),
  );
}

export function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

type PathStep = readonly [descends: boolean, name: string];

function parsePath(path: string): PathStep[] {
  const steps: PathStep[] = [];
  for (const [, dots, name, index] of path.slice(1).matchAll(/(\.\.|\.)?([\w-]+|\*)?(?:\[(\*|\d+)\])?/g)) {
    if (name !== undefined) steps.push([dots === '..', name]);
    if (index !== undefined) steps.push([false, index]);
  }
  return steps;
}

function find(node: unknown, [first, ...rest]: readonly PathStep[]): [object, string][] {
  if (first === undefined || typeof node !== 'object' || node === null) return [];
  const [descends, name] = first;
  return Object.entries(node).flatMap(([key, child]: [string, unknown]): [object, string][] => [
    ...(name === '*' || key === name
      ? rest.length > 0
        ? find(child, rest)
        : [[node, key] as [object, string]]
      : []),
    ...(descends ? find(child, [first, ...rest]) : []),
  ]);
}

function maskTimestamps(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    const isNamed = !Array.isArray(node) && /timestamp/i.test(key);
    if (isNamed && value !== 'date' && !STARTS_WITH_ISO8601.test(String(value))) {
      (node as Record<string, unknown>)[key] = 'timestamp';
    } else maskTimestamps(value);
  }
}

function replace(node: unknown, rules: readonly Replacement[]): unknown {
  if (typeof node === 'string') return rules.reduce((text, [from, to]) => text.replace(from, () => to), node);
  if (Array.isArray(node)) return node.map((item) => replace(item, rules));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [replace(key, rules) as string, replace(value, rules)]),
  );
}
