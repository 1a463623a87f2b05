import type { Findings } from '../account.ts';
import type { ProductionOptions } from '../production.ts';
import type { CommandWord } from '../../core/command/command.ts';
import type { GateName } from '../../core/gate/gate.ts';
import type { Moment } from './moment.ts';

/** A rehearsal's weather: what the world is like, and what happens when. */
export interface Scenario {
  readonly title: string;
  readonly requestsPerSecond: number;
  readonly versions: Readonly<Record<VersionName, Version>>;
  readonly queue: { readonly depth: number; readonly growsPerMinute: number };
  readonly account: Account;
  readonly production: ProductionOptions;
  readonly when: readonly Happening[];
  /** Who answers at gates, in this order; where they are silent, people do as `lab/people.ts` says. */
  readonly people: readonly PersonAtGate[];
}

export interface PersonAtGate {
  readonly gate: GateName;
  readonly answer: 'approve' | 'reject' | 'nothing';
  readonly afterSeconds: number;
  /** Absent: the first of those who may. */
  readonly by?: string;
}

export type VersionName = 'stable' | 'canary';

export interface Version {
  readonly errorRatePercent: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
  readonly errorLinesPerMinute: number;
  readonly newErrorLinesPerMinute: number;
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
  readonly image: 'present' | 'missing' | 'mutableTag' | 'vulnerable';
  readonly environment: 'valid' | 'missingKey';
  readonly staging: 'healthy' | 'failing' | 'slow';
  readonly findings: Findings;
  readonly production: 'healthy' | 'failing';
}

export interface Happening {
  readonly at: Moment;
  readonly deeds: readonly Deed[];
}

/** What can happen at a moment: the keys of a scenario's `when`, in the units that we count in. */
export type Deed =
  | { readonly kind: 'set'; readonly settings: readonly Setting[] }
  /**
   * The next `times` attempts of this call, and none after `forMilliseconds`, are answered with this error; with
   * `effect` the service has acted all the same.
   */
  | {
      readonly kind: 'fail';
      readonly call: string;
      /** Only this function's; absent: whoever calls. */
      readonly function?: string;
      readonly error: string;
      readonly times: number;
      readonly forMilliseconds?: number;
      readonly effect: boolean;
    }
  /** The next `times` attempts of this call take effect (and are answered) this much later. */
  | {
      readonly kind: 'slow';
      readonly call: string;
      readonly function?: string;
      readonly byMilliseconds: number;
      readonly times: number;
      readonly forMilliseconds?: number;
    }
  /** The function dies around its `write`th mutating call, or its first of this name (absent: its first beside the ledger, else its first). */
  | {
      readonly kind: 'crash';
      readonly function: string;
      readonly when: 'before-write' | 'after-write';
      readonly write?: number;
      readonly call?: string;
      readonly times: number;
    }
  /** EventBridge drops these events for so long. */
  | { readonly kind: 'lose'; readonly events: LosableEvents; readonly forMilliseconds: number }
  /** Metric points become visible this much later than usual, for so long. */
  | { readonly kind: 'delay'; readonly metricsMilliseconds: number; readonly forMilliseconds: number }
  /** Somebody else changes the rules. */
  | { readonly kind: 'drift'; readonly canaryPercent: number }
  /** The console's Stop button. */
  | { readonly kind: 'stop' }
  /** Somebody else starts a second cutover, of the same plan. */
  | { readonly kind: 'start' }
  | { readonly kind: 'command'; readonly word: CommandWord };

/** `alarm`: CloudWatch Alarm State Change. `execution`: Step Functions Execution Status Change. `schedule`: the minute's tick. */
export type LosableEvents = 'alarm' | 'execution' | 'schedule';

/** One thing that changes while the cutover runs, with its value in the unit that we count in. */
export type Setting =
  | { readonly of: 'users'; readonly key: 'requestsPerSecond'; readonly value: number }
  | { readonly of: 'queue'; readonly key: 'depth' | 'growsPerMinute'; readonly value: number }
  | { readonly of: VersionName; readonly key: keyof Version; readonly value: number | boolean };
