/** A JSON value and its text. States hand these on, so that a value which only passes through is written once. */

export class Document {
  readonly value: unknown;
  #text: string | undefined;

  constructor(value: unknown, text?: string) {
    this.value = value;
    this.#text = text;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.value);
    return this.#text;
  }
}

/** What arrives on the other side of the wire: nobody shares objects with a function. */
export function sent(value: unknown): Document {
  const text = JSON.stringify(value) ?? 'null';
  return new Document(JSON.parse(text), text);
}

/** The same document where the value is the same, else a new one. */
export function documentOf(value: unknown, known: Document): Document {
  return value === known.value ? known : new Document(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names that AWS uses in messages about types. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
