/** What the page shows of a gate's cutover, as it was read. What could not be read says why: it is never left out. */
import type { CheckResult } from '../checks/judge-checklist.ts';
import type { Gate } from '../gate/gate.ts';
import type { Difference } from '../release/difference.ts';

export type Unknown = { readonly unknown: string };

export interface GateFacts {
  readonly now: number;
  readonly gate: Gate;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  /** `family:revision` of what runs now, and of what is to. */
  readonly from?: string;
  readonly to?: string;
  readonly differences: readonly Difference[] | Unknown;
  /** Absent before users meet the canary. */
  readonly ramp?: RampFacts;
  /** The checklist as it was judged; empty before. */
  readonly checks: readonly CheckResult[];
  /** What became of the cutover, once it goes back or has ended. */
  readonly since?: string;
  /** The newest entries, oldest first. */
  readonly story: readonly { readonly at: string; readonly text: string }[];
}

export interface RampFacts {
  readonly rungs: readonly number[];
  readonly percentNow: number;
  readonly minutes: readonly MinutePair[] | Unknown;
  readonly errorPercentLimit: number;
  readonly p95MillisecondsLimit: number;
}

export interface MinutePair {
  readonly at: number;
  readonly canary: MinuteTraffic;
  readonly stable: MinuteTraffic;
}

export interface MinuteTraffic {
  readonly requests: number;
  readonly errorPercent?: number;
  readonly p95Milliseconds?: number;
}
