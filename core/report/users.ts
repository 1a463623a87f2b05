/** Who was hurt: requests that failed while users could meet the new version. */
import { type ReportMinute, sum } from './minutes.ts';

export interface HurtUsers {
  readonly requests: number;
  readonly failed: number;
  readonly failedByCanary: number;
  /** What the canary answered at all; absent where nobody counted it. */
  readonly requestsOfCanary?: number;
  /** Absent where nobody counted them. */
  readonly slow?: number;
  /** `balancer`: the metrics, from the first share on. `lab`: every single request, from the start on. */
  readonly countedBy: 'balancer' | 'lab';
}

/** Undefined where users never met the canary, or where nothing was measured. */
export function hurtUsers(
  minutes: readonly ReportMinute[],
  firstShareAt: number | undefined,
): HurtUsers | undefined {
  if (firstShareAt === undefined) return undefined;
  const since = Math.floor(firstShareAt / 60_000) * 60_000;
  const counted = minutes.filter(({ at }) => Date.parse(at) >= since);
  if (counted.length === 0) return undefined;
  const failedByCanary = sum(counted.map(({ canary }) => canary.failed));
  const requestsOfCanary = sum(counted.map(({ canary }) => canary.requests));
  return {
    requests: requestsOfCanary + sum(counted.map(({ stable }) => stable.requests)),
    failed:
      failedByCanary + sum(counted.map(({ stable, failedAtBalancer }) => stable.failed + failedAtBalancer)),
    failedByCanary,
    requestsOfCanary,
    countedBy: 'balancer',
  };
}
