/** How many cutovers with faults a sweep comes through in a second, on one core. */
import { fileURLToPath } from 'node:url';
import { readPlan } from '../cli/read-plan.ts';
import { runSeed } from '../lab/sweep/sweep.ts';
import { median } from './median.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const rounds = 7;
const seedsPerRound = 40;

export async function benchSweep(): Promise<string[]> {
  const read = await readPlan(`${root}events/plan.yml`);
  if ('problems' in read) throw new Error('the sample plan has problems');
  const base = { plan: read.document, scenario: {}, drawsPlan: true, drawsWeather: true };
  for (let seed = 1; seed <= seedsPerRound; seed++) await runSeed(base, seed);
  const rates: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const startedAt = performance.now();
    for (let seed = 1; seed <= seedsPerRound; seed++) await runSeed(base, round * seedsPerRound + seed);
    rates.push((1000 * seedsPerRound) / (performance.now() - startedAt));
  }
  return [`| whole cutovers of a sweep, with faults, on one core | ${median(rates).toFixed(0)} a second |`];
}
