/** `A..B`: the seeds of a sweep, both ends included. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
}

/** What a day of sweeping can do; more in one call is more likely a slip of the hand. */
const seedsMax = 1_000_000;

/** The range, or why it is none. */
export function parseRange(text: string): SeedRange | string {
  const [, first, last] = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text.trim()) ?? [];
  if (first === undefined || last === undefined) {
    const one = /^\d{1,15}$/.test(text.trim()) ? `; for one seed, ${text.trim()}..${text.trim()}` : '';
    return `seeds are two whole numbers with two dots between, such as 1..1000${one}.`;
  }
  const [from, to] = [Number(first), Number(last)];
  if (from > to) return `the first seed is above the last: write ${to}..${from}.`;
  if (to - from >= seedsMax) return `at most ${seedsMax.toLocaleString('en')} seeds at once.`;
  return { from, to };
}

export function countOf({ from, to }: SeedRange): number {
  return to - from + 1;
}
