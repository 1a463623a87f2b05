import { distance } from 'fastest-levenshtein';

/** Longer than any key that we know; comparing costs the product of the lengths. */
const lengthMax = 40;

/** The known key that is fewest changes away, capitals and underscores aside. */
export function nearestKey(key: string, known: readonly string[]): string {
  const ranked = known.map((candidate) => ({ candidate, away: distance(plain(key), plain(candidate)) }));
  return ranked.toSorted((a, b) => a.away - b.away)[0]?.candidate ?? '';
}

function plain(key: string): string {
  return key.slice(0, lengthMax).toLowerCase().replaceAll(/[_-]/g, '');
}
