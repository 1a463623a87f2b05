/**
 * What a reader is given of a row: the row itself where nobody can change it. Copying a cutover's record for every look
 * was the dearest part of a sweep. A function that writes into what it has read gets a TypeError here; none should.
 */
import { copy } from '../wire/copy.ts';
import type { Item, Value } from './value.ts';

const frozen = new WeakSet<Item>();

/** For rows on their way into a table. One with sets or bytes, which cannot be frozen, is copied for each reader. */
export function freeze(item: Item): void {
  if (!frozen.has(item) && isFrozenWhole(item)) frozen.add(item);
}

export function shown(item: Item): Item {
  return frozen.has(item) ? item : copy(item);
}

function isFrozenWhole(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Uint8Array || value instanceof Set) return false;
  let isWhole = true;
  for (const part of Object.values(value)) isWhole = isFrozenWhole(part) && isWhole;
  Object.freeze(value);
  return isWhole;
}
