/**
 * What passes a wire: a copy that shares nothing with the original, without undefined fields and functions.
 * Dates, bytes and sets stay what they are; anything else with a class passes by reference (none does).
 */
export function copy<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype === Object.prototype || prototype === null) return fields(value as Record<string, unknown>);
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Set) return new Set(Array.from(value, copied));
  return value;
}

function fields(value: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const field = value[name];
    if (field !== undefined && typeof field !== 'function') result[name] = copied(field);
  }
  return result;
}
