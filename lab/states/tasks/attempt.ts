/** One attempt at a Task's work: it ends by an answer, by the token, or by a timeout, whichever is first. */

import type { Entry } from '../../clock.ts';
import type { TaskOutcome } from '../host.ts';
import type { Visit } from '../visit.ts';
import type { Limits, Resource } from './resource.ts';

export type Settlement =
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'failed' | 'timedOut'; readonly error: string; readonly cause?: string };

export interface AttemptListener {
  /** The call of a token task has returned; its end is still to come. */
  submitted(output: unknown): void;
}

export function attempt(
  visit: Visit,
  resource: Resource,
  args: unknown,
  limits: Limits,
  listener: AttemptListener,
): Promise<Settlement> {
  return new Promise((resolve, reject) => {
    const one = new Attempt(visit, limits, resolve);
    if (visit.taskToken !== undefined) visit.branch.execution.tokens.add(visit.taskToken, one);
    const request = {
      resource: resource.text,
      arguments: args,
      executionArn: visit.branch.execution.arn,
      stateName: visit.state.name,
      ...(visit.taskToken === undefined ? {} : { taskToken: visit.taskToken }),
    };
    visit.host.startTask(request, (outcome) => {
      if (!one.isOpen()) return;
      try {
        if (resource.hasToken && 'output' in outcome) listener.submitted(outcome.output);
        else one.settle(outcome);
      } catch (thrown) {
        reject(thrown);
      }
    });
  });
}

class Attempt {
  readonly #visit: Visit;
  readonly #limits: Limits;
  readonly #resolve: (settlement: Settlement) => void;
  #isOver = false;
  #timeout: Entry | undefined;
  #silence: Entry | undefined;

  constructor(visit: Visit, limits: Limits, resolve: (settlement: Settlement) => void) {
    this.#visit = visit;
    this.#limits = limits;
    this.#resolve = resolve;
    this.#timeout = this.#end(limits.timeoutInSeconds, 'States.Timeout');
    this.#silence = this.#end(limits.heartbeatInSeconds, 'States.HeartbeatTimeout');
  }

  isOpen(): boolean {
    return !this.#isOver && !this.#visit.branch.isCancelled;
  }

  settle(outcome: TaskOutcome): void {
    this.#settle('output' in outcome ? { kind: 'succeeded', ...outcome } : { kind: 'failed', ...outcome });
  }

  heartbeat(): void {
    this.#silence?.cancel();
    this.#silence = this.#end(this.#limits.heartbeatInSeconds, 'States.HeartbeatTimeout');
  }

  #end(seconds: number | undefined, error: string): Entry | undefined {
    if (seconds === undefined) return undefined;
    return this.#visit.branch.after(seconds * 1000, () => {
      this.#settle({ kind: 'timedOut', error });
    });
  }

  #settle(settlement: Settlement): void {
    if (!this.isOpen()) return;
    this.#isOver = true;
    this.#timeout?.cancel();
    this.#silence?.cancel();
    this.#resolve(settlement);
  }
}
