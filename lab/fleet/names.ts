/**
 * Every production of a fleet is built with the names of the lab's one production. On the wire, number 17 goes by
 * names of its own: each `claude-proxy` in them is `claude-proxy-017`.
 */
const ground = 'claude-proxy';
const numbered = /claude-proxy-(\d{3})(?!\d)/;
const everyNumbered = new RegExp(numbered, 'g');

export function nameOf(number: number): string {
  return `${ground}-${String(number).padStart(3, '0')}`;
}

/** The production that a text is about. */
export function numberIn(text: string): number | undefined {
  const digits = numbered.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** All productions that a call names. */
export function numbersIn(value: unknown, found = new Set<number>()): Set<number> {
  if (typeof value === 'string')
    for (const [, digits] of value.matchAll(everyNumbered)) found.add(Number(digits));
  else if (Array.isArray(value)) for (const one of value) numbersIn(one, found);
  else if (isPlain(value)) for (const name of Object.keys(value)) numbersIn(value[name], found);
  return found;
}

/** From the fleet's names to the production's own. */
export function inside<T>(value: T): T {
  return mapped(value, (text) => text.replaceAll(everyNumbered, ground)) as T;
}

/** From a production's own names to the fleet's. */
export function outside<T>(value: T, number: number): T {
  const name = nameOf(number);
  return mapped(value, (text) => text.replaceAll(ground, name)) as T;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (!isPlain(value)) return value;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) result[name] = mapped(value[name], change);
  return result;
}

/** Dates, bytes and sets pass as they are. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}
