import type { Random } from '../random.ts';

/** Above this mean a rounded normal is indistinguishable for a count of requests, and costs two numbers. */
const exactUpTo = 40;

/** How many of a Poisson process's events happen where `mean` are expected. */
export function poisson(mean: number, random: Pick<Random, 'next'>): number {
  if (mean <= 0) return 0;
  if (mean > exactUpTo) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > floor; product *= random.next()) count++;
  return count;
}
