/** For rules between fields of a document that may not have parsed: what is not what it should be breaks no rule. */

export type Path = readonly (string | number)[];
export type Say = (path: Path, message: string) => void;
export type Fields = Readonly<Record<string, unknown>>;

/** What parsed, what was left out, or NaN for what did not parse: NaN breaks no rule. */
export function amount(value: unknown, absent: number): number {
  if (value === undefined) return absent;
  return typeof value === 'number' ? value : Number.NaN;
}

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
