/** The executions that can be looked up, by ARN. */

import * as errors from './errors.ts';
import type { Execution } from './execution.ts';
import type { HistoryMode } from './history.ts';

/** The input is JSON text. */
export interface NewExecution {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input: string;
}

/** AWS keeps what has ended for 90 days. Where nobody will read it, the newest are enough: memory stays flat. */
const COUNTED_ENDS_MAX = 1000;

export class Executions {
  readonly #mode: HistoryMode;
  readonly #byArn = new Map<string, Execution>();
  /** Those that have ended, the oldest first; only where they are forgotten one day. */
  readonly #ended = new Set<string>();

  constructor(mode: HistoryMode) {
    this.#mode = mode;
  }

  add(execution: Execution): void {
    this.#byArn.set(execution.arn, execution);
  }

  /** Undefined where nobody knows it. */
  get(arn: string): Execution | undefined {
    return this.#byArn.get(arn);
  }

  /** Throws ExecutionDoesNotExist. */
  find(arn: string): Execution {
    const execution = this.#byArn.get(arn);
    if (execution === undefined) throw errors.executionDoesNotExist(arn);
    return execution;
  }

  all(): Execution[] {
    return [...this.#byArn.values()];
  }

  /** Nobody can look an Express execution up once it has ended. */
  ended(arn: string): void {
    if (this.#byArn.get(arn)?.machine.type === 'EXPRESS') this.#byArn.delete(arn);
    else if (this.#mode === 'count') this.#ended.add(arn);
    if (this.#ended.size <= COUNTED_ENDS_MAX) return;
    const [oldest = ''] = this.#ended;
    this.#ended.delete(oldest);
    this.#byArn.delete(oldest);
  }

  /** It runs once more. */
  redriven(arn: string): void {
    this.#ended.delete(arn);
  }
}

/** What StartExecution answers. */
export function started({ arn, startDate }: Execution): { executionArn: string; startDate: number } {
  return { executionArn: arn, startDate };
}
