/** What a JSONPath selects: one value or nothing for a definite path, else a list. */

import { isRecord } from '../document.ts';
import type { Environment } from '../environment.ts';
import { runtimeProblem } from '../failure.ts';
import type { Path, Step } from './path.ts';

/** Undefined where a definite path finds nothing; any other finds an empty list, as recorded on AWS. */
export function readPath(path: Path, environment: Environment, root: unknown): unknown {
  const start = rootOf(path, environment, root);
  if (start === undefined) return undefined;
  let found: unknown[] = [start];
  for (const [index, step] of path.steps.entries()) {
    found = takeAll(step, found, index === path.steps.length - 1, path);
  }
  return path.isDefinite ? found[0] : found;
}

/** No payload has so many values: only descents upon descents, which would take the host's memory. */
const FOUND_MAX = 1_000_000;

function takeAll(step: Step, values: readonly unknown[], isLast: boolean, { text }: Path): unknown[] {
  const found: unknown[] = [];
  for (const value of values) {
    for (const one of take(step, value, isLast)) found.push(one);
    if (found.length > FOUND_MAX)
      throw runtimeProblem(`The path '${text}' selects more than ${FOUND_MAX} values.`);
  }
  return found;
}

export function rootOf(path: Path, environment: Environment, root: unknown): unknown {
  if (path.root === '$') return root;
  return path.root === '$$' ? environment.context() : environment.scope.get(path.root.variable);
}

/** How the service words a path that leads nowhere. */
export function missing(path: Path, environment: Environment, root: unknown): string {
  let value = rootOf(path, environment, root);
  let way = '$';
  for (const [index, step] of path.steps.entries()) {
    way += step.kind === 'name' ? `['${step.name}']` : `[${step.kind === 'index' ? step.index : '*'}]`;
    [value] = take(step, value, true);
    if (value !== undefined) continue;
    const isLast = index === path.steps.length - 1;
    return `Invalid path '${path.text}' : ${isLast ? 'No results for path' : 'Missing property in path'}${isLast ? ':' : ''} ${way}`;
  }
  return `Invalid path '${path.text}'`;
}

function take(step: Step, value: unknown, isLast: boolean): unknown[] {
  switch (step.kind) {
    case 'name':
      return isRecord(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'names':
      return several(step.names, value, isLast);
    case 'index':
      return Array.isArray(value) ? present(value.at(step.index)) : [];
    case 'indexes':
      return Array.isArray(value) ? step.indexes.flatMap((index) => present(value.at(index))) : [];
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case 'all':
      return children(value);
    case 'filter':
      return (Array.isArray(value) && step.isDeep !== true ? value : [value]).filter(
        (one) => isRecord(one) && step.holds(one),
      );
    case 'descend':
      return descendants(value);
    default:
      return step satisfies never;
  }
}

/** At the end one object of the fields that are there; on the way each of them. */
function several(names: readonly string[], value: unknown, isLast: boolean): unknown[] {
  if (!isRecord(value)) return [];
  const fields = names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]);
  return isLast ? [Object.fromEntries(fields)] : fields.map(([, field]) => field);
}

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}

function descendants(value: unknown): unknown[] {
  return [value, ...children(value).flatMap(descendants)];
}
