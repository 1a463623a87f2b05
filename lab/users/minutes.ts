/** What happened in each minute, by target group and at the balancer: the raw material of the balancer's metrics. */
import type { Latency, Part } from './latency.ts';

export const minuteMilliseconds = 60_000;

export function minuteOf(milliseconds: number): number {
  return Math.floor(milliseconds / minuteMilliseconds) * minuteMilliseconds;
}

/** A count of hosts over one minute. */
export interface HostCount {
  minimum: number;
  maximum: number;
  /** Hosts times milliseconds. */
  area: number;
}

export class GroupMinute {
  /** Requests for which the balancer could choose a target, refused ones included. */
  requests = 0;
  errors = 0;
  /** Connections that no target took; the balancer answers 502. */
  refused = 0;
  /** Error-level lines in the log that tell of no failed request, and those of an error that is new. Not whole. */
  errorLines = 0;
  newErrorLines = 0;
  /** Requests sent to unhealthy targets because there was no other. */
  failedOpen = 0;
  /** How long the group was health-checked in this minute. */
  checkedMilliseconds = 0;
  readonly healthy: HostCount = { minimum: Infinity, maximum: 0, area: 0 };
  readonly unhealthy: HostCount = { minimum: Infinity, maximum: 0, area: 0 };
  readonly #parts = new Map<string, Part>();

  addAnswered(count: number, latency: Latency): void {
    const key = `${latency.p50Milliseconds}/${latency.p95Milliseconds}`;
    const before = this.#parts.get(key)?.count ?? 0;
    const { p50Milliseconds, p95Milliseconds } = latency;
    if (count > 0) this.#parts.set(key, { count: before + count, p50Milliseconds, p95Milliseconds });
  }

  addHosts(healthy: number, unhealthy: number, milliseconds: number): void {
    this.checkedMilliseconds += milliseconds;
    addHosts(this.healthy, healthy, milliseconds);
    addHosts(this.unhealthy, unhealthy, milliseconds);
  }

  parts(): Part[] {
    return [...this.#parts.values()];
  }
}

function addHosts(count: HostCount, hosts: number, milliseconds: number): void {
  count.minimum = Math.min(count.minimum, hosts);
  count.maximum = Math.max(count.maximum, hosts);
  count.area += hosts * milliseconds;
}

export class Minute {
  /** Answered 503 by the balancer: no target to choose. */
  unavailable = 0;
  readonly groups = new Map<string, GroupMinute>();

  group(arn: string): GroupMinute {
    let group = this.groups.get(arn);
    if (group === undefined) this.groups.set(arn, (group = new GroupMinute()));
    return group;
  }
}
