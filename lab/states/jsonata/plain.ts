/** A result of jsonata as plain JSON: its arrays carry marks and its objects may hold functions. */

export function plain(value: unknown, refuse: () => Error): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refuse();
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => plain(item ?? null, refuse));
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value) throw refuse();
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (child !== undefined) result[key] = plain(child, refuse);
  }
  return result;
}
