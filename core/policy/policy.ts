/** What bounds every plan: who may decide, which gates there must be, what may be touched, and how loose triggers may be. */
import type { Channels } from '../messages/channels.ts';
import type { GateName, Person, Strength } from '../gate/gate.ts';

export interface Policy {
  readonly targets: readonly PolicyTarget[];
  /** Everybody by id: those who may approve, and those who are only known to start cutovers. */
  readonly people: Readonly<Record<string, Person>>;
  readonly approvers: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly gates: Readonly<Partial<Record<GateName, RequiredGate>>>;
  readonly triggers: Ceilings;
  /** Where cutovers are told. */
  readonly channels: Channels;
}

/** What a cutover may touch; the roles' ARNs are made of it (infra/roles.ts). */
export interface PolicyTarget {
  readonly cluster: string;
  readonly services: readonly string[];
  readonly rules: readonly string[];
  readonly testRules: readonly string[];
  readonly userPools: readonly string[];
  readonly taskFamily: string;
  readonly taskRoles: readonly string[];
  /** ARNs of ECR repositories; names of images from other registries that may run beside them. */
  readonly repositories: readonly string[];
  readonly loadTests: readonly { readonly cluster: string; readonly taskFamily: string }[];
}

/** A gate that no plan may leave out; what stands here is the least that a plan may ask for. */
export interface RequiredGate {
  /** Only these may answer; absent: any approver. */
  readonly by?: readonly string[];
  readonly need: number;
  readonly identity: Exclude<Strength, 'none'>;
  readonly withinSeconds?: number;
  /** Silence must not hold. */
  readonly mustRollBack: boolean;
  readonly atPercents: readonly number[];
}

/** The loosest that a plan's triggers may be. */
export interface Ceilings {
  readonly http5xx?: Ceiling;
  readonly latencyP95?: Ceiling;
  readonly unhealthy?: Ceiling;
  /** With it, a plan has to watch a queue. */
  readonly queueDepth?: { readonly risingForSeconds: number };
  /** In minutes with fewer requests than a plan asks for, `http5xx` and `latencyP95` are blind. */
  readonly minRequestsPerMinute?: number;
  /** Alarms that every plan has to name. */
  readonly alarms: readonly string[];
}

export interface Ceiling {
  /** In the trigger's own unit: percent, or milliseconds. */
  readonly above: number;
  readonly forSeconds: number;
}
