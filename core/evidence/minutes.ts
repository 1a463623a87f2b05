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
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}
