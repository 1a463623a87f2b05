/** A state machine ready to run: states by name, each with what it does. */

import type { Flow } from './dialect.ts';
import type { Document } from './document.ts';
import type { Retrier } from './retry.ts';
import type { Visit } from './visit.ts';

/** How a state is left. */
export interface Leaving {
  readonly output: Document;
  readonly assigned?: Readonly<Record<string, unknown>> | undefined;
  /** Undefined at the end of the machine or branch. */
  readonly next: string | undefined;
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly leave: Flow['leave'];
}

/** What a state type makes of a definition. It throws a Problem or StateFailure when it fails. */
export interface Behaviour {
  perform(visit: Visit): Promise<Leaving>;
}

export interface CompiledState extends Behaviour {
  readonly name: string;
  readonly type: string;
  /** Task, Parallel and Map: the types with Retry and Catch. */
  readonly isRetriable: boolean;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** A Map's own name for its runs. */
  readonly label?: string | undefined;
}

export interface Graph {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, CompiledState>;
}

export type MachineType = 'STANDARD' | 'EXPRESS';

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  readonly definition: unknown;
  readonly graph: Graph;
  readonly timeoutSeconds: number | undefined;
  /** Milliseconds since the epoch, virtual. */
  readonly creationDate: number;
  /** Absent until the first update. */
  readonly revisionId: string | undefined;
}
