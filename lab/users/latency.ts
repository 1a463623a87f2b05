/** Latency as a lognormal given by two of its percentiles, and mixtures of such. Milliseconds throughout. */
import type { Random } from '../random.ts';

export interface Latency {
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
}

/** So many requests of one latency. */
export interface Part extends Latency {
  readonly count: number;
}

/** The 95th percentile of the standard normal distribution. */
const z95 = 1.6448536269514722;

function sigma(of: Latency): number {
  return Math.max(1e-6, Math.log(of.p95Milliseconds / of.p50Milliseconds) / z95);
}

/** Share of requests at or below a latency. */
function shareBelow(milliseconds: number, of: Latency): number {
  return normalBelow(Math.log(milliseconds / of.p50Milliseconds) / sigma(of));
}

export function shareAbove(milliseconds: number, of: Latency): number {
  return 1 - shareBelow(milliseconds, of);
}

export function meanOf(of: Latency): number {
  return of.p50Milliseconds * Math.exp(sigma(of) ** 2 / 2);
}

/** One request's latency (Box and Muller). */
export function drawLatency(of: Latency, random: Pick<Random, 'next'>): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return of.p50Milliseconds * Math.exp(sigma(of) * normal);
}

/** The latency that a share of a mixture stays below. Bisection on a logarithmic scale, from 1 µs to 10^7 s. */
export function quantile(share: number, parts: readonly Part[]): number {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  let [low, high] = [Math.log(1e-3), Math.log(1e10)];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    const below = parts.reduce((sum, part) => sum + part.count * shareBelow(Math.exp(middle), part), 0);
    if (below < share * total) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** Standard normal distribution function by the error function of Abramowitz and Stegun 7.1.26 (error below 1e-7). */
function normalBelow(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp((-z * z) / 2)) / 2;
  return z > 0 ? 1 - tail : tail;
}
