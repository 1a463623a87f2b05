/** The load test of staging, second by second, as a picture needs it. */
import type { BuiltinLoad, Plan } from '../plan/plan.ts';

export interface LoadPicture {
  readonly startedAt: string;
  readonly plannedPerSecond: number;
  /** What p95 had to stay below. */
  readonly p95MillisecondsBelow: number;
  readonly errorPercentBelow: number;
  readonly seconds: readonly LoadSecondSeen[];
}

export interface LoadSecondSeen {
  /** Since `startedAt`. */
  readonly second: number;
  /** Of how many seconds, in long tests: the counts are a second's mean, latencies the worst second's. */
  readonly requests: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** More points than a phone has room for show nothing more. */
const pointsMax = 150;

/** `facts`: what the check `load` kept. Undefined where it kept nothing of its own, such as in a dry run or with k6. */
export function loadPicture(facts: unknown, { staging }: Plan): LoadPicture | undefined {
  const load = staging?.load;
  const { startedAt, seconds } = (facts ?? {}) as { startedAt?: unknown; seconds?: unknown };
  if (load?.engine !== 'builtin' || typeof startedAt !== 'number' || !Array.isArray(seconds))
    return undefined;
  const seen = (seconds as readonly unknown[]).filter(isSecond);
  return seen.length === 0
    ? undefined
    : { ...limitsOf(load), startedAt: new Date(startedAt).toISOString(), seconds: thinned(seen) };
}

function limitsOf({ requestsPerSecond, p95Milliseconds, errorRatePercent }: BuiltinLoad) {
  return {
    plannedPerSecond: requestsPerSecond,
    p95MillisecondsBelow: p95Milliseconds,
    errorPercentBelow: errorRatePercent,
  };
}

const fields = ['second', 'requests', 'failed', 'p50', 'p95', 'p99'] as const;

function isSecond(one: unknown): one is LoadSecondSeen {
  return (
    typeof one === 'object' &&
    one !== null &&
    fields.every((field) => Number.isFinite((one as Partial<Record<string, unknown>>)[field]))
  );
}

function thinned(seconds: readonly LoadSecondSeen[]): LoadSecondSeen[] {
  const size = Math.ceil(seconds.length / pointsMax);
  return Array.from({ length: Math.ceil(seconds.length / size) }, (_, index) => {
    const some = seconds.slice(index * size, (index + 1) * size);
    const worst = (field: 'p50' | 'p95' | 'p99') => rounded(Math.max(...some.map((one) => one[field])));
    const mean = (field: 'requests' | 'failed') =>
      rounded(some.reduce((sum, one) => sum + one[field], 0) / some.length);
    return {
      second: some[0]?.second ?? 0,
      requests: mean('requests'),
      failed: mean('failed'),
      p50: worst('p50'),
      p95: worst('p95'),
      p99: worst('p99'),
    };
  });
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
