/** Lists in pages. A token names the last thing that was shown and the question that it belongs to. */
import { invalidToken } from '../states/errors.ts';

/** 0, like nothing, means the default. */
const defaultSize = 100;

export interface Question {
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
}

/** `about` tells one question from another: a token of another question is refused. */
export function page<T>(
  all: readonly T[],
  keyOf: (one: T) => string | number,
  about: string,
  { maxResults, nextToken }: Question,
): { readonly shown: readonly T[]; readonly nextToken?: string } {
  const size = maxResults === undefined || maxResults === 0 ? defaultSize : maxResults;
  const start = nextToken === undefined ? 0 : placeAfter(all, keyOf, about, nextToken);
  const shown = all.slice(start, start + size);
  const last = shown.at(-1);
  if (start + size >= all.length || last === undefined) return { shown };
  return { shown, nextToken: Buffer.from(JSON.stringify([about, keyOf(last)])).toString('base64url') };
}

function placeAfter<T>(
  all: readonly T[],
  keyOf: (one: T) => string | number,
  about: string,
  token: string,
): number {
  const [theirs, key] = read(token);
  const index = theirs === about ? all.findIndex((one) => keyOf(one) === key) : -1;
  if (index < 0) throw invalidToken();
  return index + 1;
}

function read(token: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
