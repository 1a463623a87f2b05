/** What the engine asks of the world around it. Everything that could differ between two runs comes from here. */

import type { VirtualClock } from '../clock.ts';

export interface TaskRequest {
  /** As written in the definition, with its `.waitForTaskToken` or `.sync`. */
  readonly resource: string;
  readonly arguments: unknown;
  /** Only where the resource waits for one. */
  readonly taskToken?: string;
  readonly executionArn: string;
  readonly stateName: string;
}

/**
 * For `lambda:invoke` the output is the function's payload; the engine puts the service's answer around it.
 * For all other resources it is the result itself.
 */
export type TaskOutcome = { readonly output: unknown } | { readonly error: string; readonly cause: string };

export interface StatesHost {
  readonly clock: VirtualClock;
  readonly region: string;
  readonly account: string;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
  /** Starts a Task's work; it calls `done` once. The engine may stop caring; the work goes on. */
  startTask(task: TaskRequest, done: (outcome: TaskOutcome) => void): void;
}
