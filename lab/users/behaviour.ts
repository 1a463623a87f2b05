/**
 * How each version of the service behaves. A scenario turns these knobs while the cutover runs; nothing here knows
 * which tasks are of which version.
 */
export type VersionName = 'stable' | 'canary';

export interface Behaviour {
  /** Share of requests answered with a 500, from 0 to 1. */
  readonly errorRate: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
  /** Error-level lines a minute that tell of no failed request, at all of the traffic; and lines of an error that nobody has written before. */
  readonly errorLinesPerMinute: number;
  readonly newErrorLinesPerMinute: number;
  /** Share of a group's targets that pass health checks, from 0 to 1, rounded to whole targets. */
  readonly healthyShare: number;
  /** From launch to RUNNING. */
  readonly startsInMilliseconds: number;
  /** False: tasks stop before they reach RUNNING. */
  readonly starts: boolean;
  /** Tasks exit this long after RUNNING; absent: never. */
  readonly diesAfterMilliseconds?: number | undefined;
}

export const calm: Behaviour = {
  errorRate: 0.001,
  p50Milliseconds: 80,
  p95Milliseconds: 240,
  errorLinesPerMinute: 0,
  newErrorLinesPerMinute: 0,
  healthyShare: 1,
  startsInMilliseconds: 60_000,
  starts: true,
};

export type Versions = Record<VersionName, Behaviour>;
