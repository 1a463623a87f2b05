/** Ways to draw from a stream of chance that the parts of the generator share. */
import type { Random } from '../random.ts';
import type { Choices } from './recipe.ts';

export function oneOf<T>(random: Random, values: readonly T[]): T {
  const value = values[random.int(0, values.length - 1)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}

/** Each with its weight. */
export function weighted<T>(random: Random, values: readonly (readonly [weight: number, value: T])[]): T {
  const total = values.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.next() * total;
  for (const [weight, value] of values) {
    left -= weight;
    if (left < 0) return value;
  }
  return oneOf(random, values)[1];
}

export function happens(random: Random, chance: number): boolean {
  return random.next() < chance;
}

/** Each choice is there with its chance; every value is drawn, so that one choice does not shift the next. */
export function some(
  random: Random,
  chances: Readonly<Record<string, readonly [chance: number, draw: (random: Random) => unknown]>>,
): Choices {
  const drawn: Record<string, unknown> = {};
  for (const [path, [chance, draw]] of Object.entries(chances)) {
    const own = random.fork(path);
    if (happens(own, chance)) drawn[path] = draw(own);
  }
  return drawn;
}

export function seconds(random: Random, min: number, max: number): string {
  return `${random.int(min, max)}s`;
}
