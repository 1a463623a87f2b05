/**
 * What any document must be before its content is looked at: plain JSON of a bounded size, without keys that
 * reach into a prototype. It walks with a stack of its own, so that no depth can break it.
 */
import { type Problem, pathText, shown, valueAt } from './problem.ts';

/** A task definition, the deepest thing in a plan, needs about ten. */
export const depthMax = 32;
/** A task definition of the 64 KB that ECS allows has about 5,000. */
export const valuesMax = 20_000;

const pollutingKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

type Path = readonly PropertyKey[];
interface Place {
  readonly value: unknown;
  readonly path: Path;
}

export function documentProblems(document: unknown): Problem[] {
  const problems: Problem[] = [];
  const left: Place[] = [{ value: document, path: [] }];
  let seen = 0;
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    seen += sizeOf(place.value);
    if (seen > valuesMax) return [tooMuch(document, [], `holds more than ${valuesMax} values: no plan does`)];
    if (place.path.length > depthMax) {
      return [
        tooMuch(document, place.path.slice(0, 3), `is nested more than ${depthMax} levels deep: no plan is`),
      ];
    }
    problems.push(...ownProblems(place));
    for (const child of children(place).toReversed()) left.push(child);
  }
  return problems;
}

function tooMuch(document: unknown, path: Path, message: string): Problem {
  return { path: pathText(path), value: shown(valueAt(document, path)), message };
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isMapping(value) ? Object.keys(value).length : 0;
}

function ownProblems({ value, path }: Place): Problem[] {
  const key = path.at(-1);
  const says = (message: string): Problem[] => [{ path: pathText(path), value: shown(value), message }];
  if (typeof key === 'string' && pollutingKeys.includes(key))
    return says('is a key that no plan may have: remove it');
  if (isJson(value)) return [];
  return says('is not something that JSON can hold: write it as text in quotes');
}

function children({ value, path }: Place): Place[] {
  if (Array.isArray(value))
    return value.map((child: unknown, index) => ({ value: child, path: [...path, index] }));
  if (!isMapping(value)) return [];
  return Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([key, child]) => ({ value: child, path: [...path, key] }));
}

function isJson(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return Array.isArray(value) || isMapping(value);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
