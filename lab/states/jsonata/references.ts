/**
 * Names that an expression reads from a context item. In a workflow there is none at the top level, so AWS
 * refuses such a definition; inside a path's steps, predicates and the like there is one.
 */

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly [key: string]: unknown;
}

/** Parts of a node that see what the node before them selected. */
const INNER = new Set(['predicate', 'stages', 'group', 'update', 'delete']);

/** The names in their order, each once. */
export function topLevelNames(tree: unknown): string[] {
  const found = new Set<string>();
  walk(tree, found);
  return [...found];
}

function walk(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  if (node.type === 'path') {
    // Only the first step meets the top level.
    walk(node.steps?.[0], found);
    return;
  }
  if (node.type === 'name') found.add(String(node.value));
  if (node.type === 'variable' && node.value === '$') found.add('$$');
  for (const [key, child] of Object.entries(node)) {
    if (!INNER.has(key)) walk(child, found);
  }
}
