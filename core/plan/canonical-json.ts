/**
 * JSON whose text depends on the value alone and not on the order in which its keys were written, so that its
 * hash can stand for the value. Hashing is the edge's: `sha256(canonicalJson(plan))` is the plan's digest.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sorted) ?? 'null';
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
