/** Which line of a file a problem's path belongs to. */
import { type Document, isMap, isNode, isScalar, isSeq, type LineCounter } from 'yaml';
import { pathText } from '../core/plan/problem.ts';

/** Of a path that is not there, the line of what is nearest above it; undefined for the file as a whole. */
export type LineOf = (path: string) => number | undefined;

export function linesOf({ contents }: Document, lines: LineCounter): LineOf {
  let known: ReadonlyMap<string, number> | undefined;
  return (path) => {
    known ??= placesIn(contents, lines);
    for (let at = path; at !== ''; at = above(at)) {
      const line = known.get(at);
      if (line !== undefined) return line;
    }
    return undefined;
  };
}

/** `a.b[0]["c d"]` → `a.b[0]` → `a.b` → `a`. */
function above(path: string): string {
  const last = /(\.[\w-]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])$/.exec(path);
  return last === null ? '' : path.slice(0, last.index);
}

function placesIn(root: unknown, lines: LineCounter): Map<string, number> {
  const places = new Map<string, number>();
  const walk = (node: unknown, path: readonly PropertyKey[]): void => {
    if (isMap(node))
      for (const { key, value } of node.items) {
        const at = [...path, isScalar(key) ? String(key.value) : String(key)];
        note(key, at);
        walk(value, at);
      }
    if (isSeq(node))
      for (const [index, item] of node.items.entries()) {
        note(item, [...path, index]);
        walk(item, [...path, index]);
      }
  };
  const note = (node: unknown, path: readonly PropertyKey[]): void => {
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start !== undefined) places.set(pathText(path), lines.linePos(start).line);
  };
  walk(root, []);
  return places;
}
