/** The input of a cutover after parsing: every default filled in, every quantity in the unit that its name ends with. */
import type { OnSilence } from '../gate/gate.ts';

import type { PlannedChecks } from '../checks/planned.ts';
import type { ProbeRule } from '../triggers/probe.ts';

export interface Plan {
  /** A label for people; the lock is on the target's rules and services. */
  readonly service: string;
  /** Whether the file asked for a live cutover. It takes `--live` as well; absent means dry. */
  readonly live: boolean;
  /** T, in UTC; absent: at once. */
  readonly startAt?: string;
  /** Where the cutover is told as it goes: a key of Jira's or the number of an issue on GitHub. */
  readonly ticket?: string;
  readonly release: Release;
  readonly target: Target;
  /** Where the version is tried before production; absent where there is no such place. */
  readonly staging?: Staging;
  /** What is looked at before anything is touched. */
  readonly checks: PlannedChecks;
  /** Asked of staging, of the canary through its door and of `target.productionUrl`. */
  readonly smoke: readonly SmokeTest[];
  /** The first rung: the share that the canary starts with. */
  readonly canaryPercent: number;
  /** The ramp: whole percents, strictly rising, from `canaryPercent` to 100. At least two. */
  readonly rungs: readonly number[];
  /** From the canary's first share to the smoke test. */
  readonly bakeSeconds: number;
  /** From the smoke test to the start of the ramp. */
  readonly settleSeconds: number;
  /** How long each rung is held before it is judged; the last one has no hold of its own. */
  readonly rungHoldSeconds: number;
  /** From the last rung to verification. */
  readonly watchSeconds: number;
  readonly watchErrorRatePercent: number;
  /** How long a rung (and watching, and verification) may wait for evidence before the cutover goes back. */
  readonly holdAtMostSeconds: number;
  /** A minute with fewer canary requests says nothing. Where we probe, more than `minRequests`: our own count in it. */
  readonly minRequestsPerMinute: number;
  readonly verify: Verification;
  readonly triggers: Triggers;
  /** Where people decide; absent where they do not. */
  readonly approvals?: Approvals;
}

export interface Release {
  /** Replaces the image of every container that uses the same repository; absent: the images of the task definition. */
  readonly image?: string;
  /** Input of `ecs register-task-definition`. */
  readonly taskDefinition: TaskDefinition;
}

export interface TaskDefinition {
  readonly family: string;
  readonly containerDefinitions: readonly ContainerDefinition[];
  readonly [key: string]: unknown;
}

export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly [key: string]: unknown;
}

export interface Target {
  readonly cluster: string;
  /** The pair; who is stable is read from the rules, not configured. */
  readonly services: readonly [string, string];
  /** Every rule that forwards to the pair; a listener's ARN means its default action. At least one. */
  readonly rules: readonly string[];
  readonly canaryDoor: CanaryDoor;
  /** The origin that users reach, without a trailing slash. */
  readonly productionUrl: string;
}

/** `header`: a rule is made for the cutover that this header opens. `rule`: the team's own test rule. */
export type CanaryDoor = { readonly header: string } | { readonly rule: string };

export interface Staging {
  /** An origin, without a trailing slash. */
  readonly url: string;
  /** Absent: staging is smoke-tested only. */
  readonly load?: LoadTest;
}

export type LoadTest = BuiltinLoad | K6Load;

/** The team's own task in ECS, with its own thresholds. */
export interface K6Load {
  readonly engine: 'k6';
  readonly seconds: number;
  readonly cluster: string;
  /** A family, or one revision of it. */
  readonly taskDefinition: string;
  /** Absent: the only essential one. */
  readonly container?: string;
  readonly subnets?: readonly string[];
  readonly securityGroups?: readonly string[];
}

/** Requests by cutover itself, each at its time whether or not others have been answered. */
export interface BuiltinLoad {
  readonly engine: 'builtin';
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly path: string;
  readonly errorRatePercent: number;
  readonly p95Milliseconds: number;
}

export interface SmokeTest {
  /** Absent: GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  /** For one try, redirects included. */
  readonly withinMilliseconds: number;
  readonly contains?: string;
  /** JSONata over `{ status, headers, body, tookMilliseconds }`; must be true. */
  readonly condition?: string;
  /** How often it is asked again; absent: never. */
  readonly retries?: number;
  /** How many redirects are followed; absent: none. */
  readonly redirects?: number;
  readonly tls?: { readonly atLeast: TlsVersion; readonly validForSeconds: number };
}

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

export interface Verification {
  readonly seconds: number;
  readonly errorRatePercent: number;
  readonly p95Milliseconds: number;
}

/** Each rings when its limit is exceeded for so long, in whole minutes. */
export interface Triggers {
  /** The share of 5xx answers and refused connections. */
  readonly http5xx: { readonly abovePercent: number; readonly forSeconds: number };
  readonly latencyP95: { readonly aboveMilliseconds: number; readonly forSeconds: number };
  /** The share of targets that fail their health checks. */
  readonly unhealthy: { readonly abovePercent: number; readonly forSeconds: number };
  /** Rings when the queue is deeper each minute than the minute before; absent: no queue is watched. */
  readonly queueDepth?: { readonly queueUrl: string; readonly risingForSeconds: number };
  /** Requests of our own through the canary's door; absent: none are sent. */
  readonly probe?: ProbeRule;
  /** Names of alarms that the team already has. */
  readonly alarms: readonly string[];
}

export interface Approvals {
  readonly waive?: GatePlan;
  readonly 'go-live'?: GatePlan;
  /** `atPercents`: before which rungs. */
  readonly ramp?: GatePlan & { readonly atPercents: readonly number[] };
  readonly 'sign-off'?: GatePlan;
}

export interface GatePlan {
  /** Names, groups or addresses of the policy's. */
  readonly by: readonly string[];
  readonly need: number;
  readonly identity: 'weak' | 'medium' | 'strong';
  readonly withinSeconds: number;
  readonly onSilence: OnSilence;
  readonly escalation?: { readonly to: readonly string[]; readonly afterSeconds: number };
}
