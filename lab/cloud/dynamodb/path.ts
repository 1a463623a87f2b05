/** Places inside an item: `a.b[0]`, with all names resolved. */
import { validation } from './errors.ts';
import { type Item, isMap, type Value } from './value.ts';

export type Path = readonly (string | number)[];

export function valueAt(item: Item, path: Path): Value | undefined {
  let value: Value | undefined = item;
  for (const segment of path) value = child(value, segment);
  return value;
}

function child(value: Value | undefined, segment: string | number): Value | undefined {
  if (typeof segment === 'number') return Array.isArray(value) ? value[segment] : undefined;
  return isMap(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** An index beyond the end of a list appends to it. */
export function setAt(item: Item, path: Path, value: Value): void {
  const { parent, last } = parentOf(item, path);
  if (Array.isArray(parent)) parent[Math.min(last as number, parent.length)] = value;
  else parent[last] = value;
}

export function removeAt(item: Item, path: Path): void {
  const { parent, last } = parentOf(item, path);
  if (Array.isArray(parent)) parent.splice(last as number, 1);
  else delete parent[last];
}

function parentOf(item: Item, path: Path): { parent: Item | Value[]; last: string | number } {
  const parent = valueAt(item, path.slice(0, -1));
  const last = path.at(-1) as string | number;
  if (typeof last === 'number' ? Array.isArray(parent) : isMap(parent))
    return { parent: parent as Item, last };
  throw validation('The document path provided in the update expression is invalid for update');
}

/** The item reduced to some places; lists close their gaps. */
export function project(item: Item, paths: readonly Path[]): Item {
  const result: Item = {};
  for (const [name, below] of grouped(paths)) {
    const found = child(item, name);
    const picked = found === undefined ? undefined : pick(found, below);
    if (picked !== undefined) result[name] = picked;
  }
  return result;
}

function pick(value: Value, paths: readonly Path[]): Value | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return pickElements(value, paths);
  if (!isMap(value)) return undefined;
  const picked = project(value, paths);
  return Object.keys(picked).length > 0 ? picked : undefined;
}

function pickElements(list: Value[], paths: readonly Path[]): Value[] | undefined {
  const picked: Value[] = [];
  for (const [segment, below] of [...grouped(paths)].toSorted(([a], [b]) => Number(a) - Number(b))) {
    const element = child(list, segment);
    const part = element === undefined ? undefined : pick(element, below);
    if (part !== undefined) picked.push(part);
  }
  return picked.length > 0 ? picked : undefined;
}

/** Paths by their first segment, each without it. */
function grouped(paths: readonly Path[]): Map<string | number, Path[]> {
  const groups = new Map<string | number, Path[]>();
  for (const [first = '', ...rest] of paths) groups.set(first, [...(groups.get(first) ?? []), rest]);
  return groups;
}
