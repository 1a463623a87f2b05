/** What `rehearse --json` prints: names and units are the public contract. */
import type { CheckResult } from '../core/checks/judge-checklist.ts';
import type { CutoverOutcome } from '../core/record.ts';
import type { BrokenInvariant } from './checker.ts';

export interface RehearsalResult {
  readonly outcome: CutoverOutcome;
  readonly reason: string;
  readonly cutoverId: string;
  readonly service: string;
  readonly seed: number;
  readonly live: boolean;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seconds: number;
  /** Every share that users were served with, in order, from 0 at the start on. */
  readonly weights: readonly { readonly at: string; readonly canaryPercent: number }[];
  readonly users: {
    readonly requests: number;
    readonly failed: number;
    readonly failedByCanary: number;
    readonly slow: number;
  };
  readonly execution: {
    readonly arn: string;
    readonly status: string;
    readonly error: string | null;
    readonly historyEvents: number;
    readonly stateTransitions: number;
  };
  readonly checks: readonly CheckResult[];
  readonly triggers: readonly TriggerResult[];
  readonly approvals: readonly Approval[];
  readonly invariants: { readonly checked: number; readonly broken: readonly BrokenInvariant[] };
  readonly story: readonly { readonly at: string; readonly actor: string; readonly text: string }[];
  /** What people were told, as it reads at the end. */
  readonly told: readonly Told[];
  /** What the scenario did, which the cutover does not know: its deeds, and each call that a fault met. */
  readonly happened: readonly { readonly at: string; readonly what: string }[];
}

export interface Told {
  readonly at: string;
  readonly on: 'slack';
  /** In the thread of the first. */
  readonly isReply: boolean;
  readonly text: string;
}

/** One person's answer; or how a gate closed without one. */
export interface Approval {
  readonly gate: string;
  /** The rung that the gate stands before. */
  readonly percent?: number;
  readonly decision: string;
  readonly by: string;
  readonly at: string;
}

export interface TriggerResult {
  readonly id: string;
  readonly scope: 'canary' | 'all';
  /** Null where it stayed quiet. */
  readonly firedAt: string | null;
  readonly observed: string;
}
