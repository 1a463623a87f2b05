import type { Action } from './traffic/actions.ts';
import type { Division } from './traffic/division.ts';
import type { RuleCondition } from './traffic/door.ts';

/** What "back" means, written down before anything moves. Never taken twice. */
export interface Snapshot {
  readonly takenAt: string;
  /** `app/name/id`: the balancer's name as CloudWatch spells it. */
  readonly loadBalancer: string;
  readonly rules: readonly RuleSnapshot[];
  readonly stable: ServiceSnapshot;
  readonly canary: ServiceSnapshot;
}

export interface RuleSnapshot {
  /** A listener rule's ARN, or a listener's where the plan means its default action. */
  readonly arn: string;
  readonly listenerArn: string;
  /** Absent for a default action. */
  readonly priority?: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
}

export interface ServiceSnapshot {
  readonly name: string;
  readonly targetGroupArn: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly scaling?: ScalingSnapshot;
}

/** What Application Auto Scaling was allowed to do. Absent where it does not manage the service. */
export interface ScalingSnapshot {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scaleInSuspended: boolean;
  readonly scheduledSuspended: boolean;
}

export interface DoorArmed {
  /** Headers that a request must carry to meet the canary: a secret of this cutover. */
  readonly headers: Readonly<Record<string, string>>;
  /** Our own rule: absent until it is made. */
  readonly ruleArn?: string;
  /** The team's test rule and what it did before: absent where the door is our own. */
  readonly testRule?: { readonly arn: string; readonly actions: readonly Action[] };
}

export interface FloorArmed {
  readonly role: Role;
  readonly minCapacity: number;
}

export type Role = 'stable' | 'canary';

/** What the lock row says of the traffic; see design 6.1. */
export interface Fence {
  readonly cutoverId: string;
  readonly epoch: number;
  readonly phase: Phase;
  readonly intended: Division;
  readonly confirmed: Division;
  /** Why it has to go back, left there by whoever found out first. With it watching cannot end, nor the share rise. */
  readonly mark?: Mark;
  /** What rang when watching had ended already. */
  readonly late?: Mark;
}

/** A reason to go back, on the ledger before anybody is told. */
export interface Mark {
  readonly kind: 'trigger' | 'alarm' | 'abort';
  readonly reason: string;
  readonly at: number;
}

/** A wait that a person can end: of the ramp, or before the cutover has begun. */
export type WaitFor = 'bake' | 'settle' | 'rung' | 'evidence' | 'people' | 'window' | 'start';

/**
 * `releasing` until people's watch is over, then `promoting`; `rollingBack` from the moment that rollback is
 * decided. Only forward: nothing returns to `releasing`.
 */
export type Phase = 'releasing' | 'promoting' | 'rollingBack';

export interface Ending {
  readonly outcome: CutoverOutcome;
  readonly reason: string;
}

export type CutoverOutcome = 'promoted' | 'rolledBack' | 'refused' | 'needsPerson';
