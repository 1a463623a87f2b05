/** What the engine asks of the world around it. Everything that could differ between two runs comes from here. */

import type { VirtualClock } from '../clock.ts';

/** What a Lambda function is to be sent: plain ARNs and `lambda:invoke` alike. */
export interface LambdaInvocation {
  /** A name, a partial ARN or an ARN, as the definition or its input has it. */
  readonly functionName: string;
  readonly qualifier?: string;
  /** JSON text; empty where nothing is sent, for which Lambda makes `{}`. */
  readonly payload: string;
  readonly invocationType: 'RequestResponse' | 'Event' | 'DryRun';
  /** `Tail` asks for the end of the log. */
  readonly logType?: string;
  readonly clientContext?: string;
}

export interface TaskRequest {
  /** As written in the definition, with its `.waitForTaskToken` or `.sync`. */
  readonly resource: string;
  readonly arguments: unknown;
  /** Only where the work is a Lambda function. */
  readonly invocation?: LambdaInvocation;
  /** Only where the resource waits for one. */
  readonly taskToken?: string;
  readonly executionArn: string;
  readonly stateName: string;
}

/** What Lambda says beside the function's answer. */
export interface LambdaAnswer {
  readonly statusCode?: number;
  readonly executedVersion?: string;
  readonly logResult?: string;
}

/**
 * For `lambda:invoke` the output is the function's payload; the engine puts the service's answer around it.
 * For all other resources it is the result itself. A failed function's cause is the text that Lambda answered.
 */
export type TaskOutcome =
  | { readonly output: unknown; readonly answer?: LambdaAnswer }
  | { readonly error: string; readonly cause: string };

export interface StatesHost {
  readonly clock: VirtualClock;
  readonly region: string;
  readonly account: string;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
  /**
   * Starts a Task's work; it calls `done` once. The engine may stop caring; the work goes on. A `.sync` resource
   * tells what its call returned through `submitted`, before the end of the job through `done`.
   */
  startTask(
    task: TaskRequest,
    done: (outcome: TaskOutcome) => void,
    submitted?: (output: unknown) => void,
  ): (() => void) | void;
}
