import type { Points, Role } from '../triggers/metrics.ts';

/** One minute of a target group's traffic, as CloudWatch has it. Keyed by the minute's start. */
export interface Minute {
  /** Milliseconds since the epoch, a whole minute. */
  readonly at: number;
  readonly requests: number;
  /** 5xx answers of the targets and connections that they refused: a dead target shows only in the second. */
  readonly errors: number;
  /** Absent where CloudWatch has none. */
  readonly p95Milliseconds?: number;
}

const minuteMilliseconds = 60_000;

/** The minutes of one group out of what was read. */
export function minutesOf(points: Points, role: Role): Minute[] {
  const [requests, refused] = [points.get(`${role}Requests`), points.get(`${role}Refused`)];
  const [errors, p95] = [points.get(`${role}Errors`), points.get(`${role}P95`)];
  // Refused connections without a counted request are traffic all the same: a dead canary must not look silent.
  const ats = new Set([...(requests?.keys() ?? []), ...(refused?.keys() ?? [])]);
  return [...ats]
    .toSorted((a, b) => a - b)
    .map((at) => {
      const seconds = p95?.get(at);
      return {
        at,
        requests: Math.max(requests?.get(at) ?? 0, refused?.get(at) ?? 0),
        errors: (errors?.get(at) ?? 0) + (refused?.get(at) ?? 0),
        ...(seconds !== undefined && { p95Milliseconds: seconds * 1000 }),
      };
    });
}

/**
 * How long after its end a minute's numbers are taken as final. AWS documents no publication lag for ALB
 * metrics; the newest points are the ones that still change, so neither the running minute nor the one that
 * ended just now is judged.
 */
export const settleMilliseconds = 60_000;

/** A weight takes effect on every balancer node within this time; AWS documents none, peers' outages say > 0. */
export const propagationMilliseconds = 30_000;

/** The minutes that lie wholly in the time from `since` on and whose numbers are final at `now`. */
export function settledMinutes(minutes: readonly Minute[], since: number, now: number): Minute[] {
  return minutes
    .filter((minute) => minute.at >= since && minute.at + minuteMilliseconds + settleMilliseconds <= now)
    .toSorted((a, b) => a.at - b.at);
}

/** Minutes with enough requests to say something. */
export function tellingMinutes(minutes: readonly Minute[], minRequestsPerMinute: number): Minute[] {
  return minutes.filter((minute) => minute.requests >= minRequestsPerMinute);
}

export function errorPercent(minute: { readonly requests: number; readonly errors: number }): number {
  if (minute.requests === 0) return minute.errors > 0 ? 100 : 0;
  return Math.min(100, (100 * minute.errors) / minute.requests);
}

export function total(minutes: readonly Minute[]): { requests: number; errors: number } {
  return {
    requests: minutes.reduce((sum, minute) => sum + minute.requests, 0),
    errors: minutes.reduce((sum, minute) => sum + minute.errors, 0),
  };
}

/** 12.345 → `12.3 %`; small shares keep two digits, since 0.04 % and 0 % are different news. */
export function percentText(percent: number): string {
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}

/** The time of day in UTC, for sentences. */
export function timeText(at: number): string {
  const minutes = Math.floor(at / minuteMilliseconds) % (24 * 60);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)} UTC`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
