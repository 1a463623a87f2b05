import type { Moment } from './moment.ts';

/** A rehearsal's weather: what the world is like, and what happens when. */
export interface Scenario {
  readonly title: string;
  readonly requestsPerSecond: number;
  readonly versions: Readonly<Record<VersionName, Version>>;
  readonly queue: { readonly depth: number; readonly growsPerMinute: number };
  readonly account: Account;
  readonly when: readonly Happening[];
}

export type VersionName = 'stable' | 'canary';

export interface Version {
  readonly errorRatePercent: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
  /** Share of the targets that pass their health checks. */
  readonly healthyPercent: number;
  readonly startsInSeconds: number;
  /** False: tasks stop before they run. */
  readonly starts: boolean;
}

/** What the world outside looks like; the first value of each is a calm afternoon. */
export interface Account {
  readonly ecs: 'healthy' | 'short' | 'inFlight' | 'owned';
  readonly targets: 'healthy' | 'unhealthy';
  readonly image: 'present' | 'missing';
  readonly production: 'healthy' | 'failing';
}

export interface Happening {
  readonly at: Moment;
  readonly set: readonly Setting[];
}

/** One thing that changes while the cutover runs, with its value in the unit that we count in. */
export type Setting =
  | { readonly of: 'users'; readonly key: 'requestsPerSecond'; readonly value: number }
  | { readonly of: 'queue'; readonly key: 'depth' | 'growsPerMinute'; readonly value: number }
  | { readonly of: VersionName; readonly key: keyof Version; readonly value: number | boolean };
