/** What people are shown of the traffic, minute by minute: the same points by which the guard has judged. */
import type { Points, Role } from '../triggers/metrics.ts';

export interface ReportMinute {
  /** The minute's start. */
  readonly at: string;
  readonly canary: GroupMinute;
  readonly stable: GroupMinute;
  /** 5xx that the balancer answered by itself, beyond the connections that targets refused. */
  readonly failedAtBalancer: number;
  /** Absent where no queue is watched, or CloudWatch has no point. */
  readonly queueDepth?: number;
}

export interface GroupMinute {
  readonly requests: number;
  /** 5xx answers and refused connections, at most as many as there were requests. */
  readonly failed: number;
  readonly p95Milliseconds?: number;
}

/** As many as a report keeps: eight hours by the minute. More of them are put together. */
const minutesMax = 480;
const minuteMilliseconds = 60_000;

export function reportMinutes(points: Points, since: number): ReportMinute[] {
  const first = Math.floor(since / minuteMilliseconds) * minuteMilliseconds;
  const ats = new Set([...points.values()].flatMap((series) => [...series.keys()]));
  return [...ats]
    .filter((at) => at >= first)
    .toSorted((a, b) => a - b)
    .map((at) => minuteOf(points, at));
}

function minuteOf(points: Points, at: number): ReportMinute {
  const read = (id: Parameters<Points['get']>[0]) => points.get(id)?.get(at);
  const refused = (read('canaryRefused') ?? 0) + (read('stableRefused') ?? 0);
  const queueDepth = read('queueDepth');
  return {
    at: new Date(at).toISOString(),
    canary: groupOf(points, 'canary', at),
    stable: groupOf(points, 'stable', at),
    failedAtBalancer: Math.max(0, (read('balancerErrors') ?? 0) - refused),
    ...(queueDepth !== undefined && { queueDepth }),
  };
}

function groupOf(points: Points, role: Role, at: number): GroupMinute {
  const refused = points.get(`${role}Refused`)?.get(at) ?? 0;
  // A group that refuses everybody has no counted request: that is traffic all the same.
  const requests = Math.max(points.get(`${role}Requests`)?.get(at) ?? 0, refused);
  const failed = Math.min(requests, (points.get(`${role}Errors`)?.get(at) ?? 0) + refused);
  const p95 = points.get(`${role}P95`)?.get(at);
  return { requests, failed, ...(p95 !== undefined && { p95Milliseconds: Math.round(p95 * 1000) }) };
}

/** Several readings of the same time: of a minute, the reading that comes last in the list counts. */
export function mergedMinutes(readings: readonly (readonly ReportMinute[])[]): ReportMinute[] {
  const byMinute = new Map(readings.flat().map((minute) => [minute.at, minute]));
  return [...byMinute.values()].toSorted((a, b) => a.at.localeCompare(b.at));
}

/** A cutover that took days must fit one row of the ledger, and one picture: neighbours become one, at the worst of each. */
export function thinned(minutes: readonly ReportMinute[]): readonly ReportMinute[] {
  const size = Math.ceil(minutes.length / minutesMax);
  if (size <= 1) return minutes;
  return Array.from({ length: Math.ceil(minutes.length / size) }, (_, index) =>
    together(minutes.slice(index * size, (index + 1) * size)),
  );
}

function together(minutes: readonly ReportMinute[]): ReportMinute {
  const depths = minutes.flatMap(({ queueDepth }) => queueDepth ?? []);
  return {
    at: minutes[0]?.at ?? '',
    canary: groupTogether(minutes.map(({ canary }) => canary)),
    stable: groupTogether(minutes.map(({ stable }) => stable)),
    failedAtBalancer: sum(minutes.map(({ failedAtBalancer }) => failedAtBalancer)),
    ...(depths.length > 0 && { queueDepth: Math.max(...depths) }),
  };
}

function groupTogether(groups: readonly GroupMinute[]): GroupMinute {
  const p95s = groups.flatMap(({ p95Milliseconds }) => p95Milliseconds ?? []);
  return {
    requests: sum(groups.map(({ requests }) => requests)),
    failed: sum(groups.map(({ failed }) => failed)),
    ...(p95s.length > 0 && { p95Milliseconds: Math.max(...p95s) }),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
