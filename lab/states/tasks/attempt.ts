/** One attempt at a Task's work: it ends by an answer, by the token, or by a timeout, whichever is first. */

import type { Entry } from '../../clock.ts';
import type { TaskOutcome } from '../host.ts';
import type { Visit } from '../visit.ts';
import type { Limits, Resource } from './resource.ts';

export type Settlement =
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'failed' | 'timedOut'; readonly error: string; readonly cause?: string };

export interface Work {
  readonly resource: Resource;
  readonly args: unknown;
  /** The arguments as JSON. */
  readonly text: string;
  readonly limits: Limits;
  /** The call of a token task or of a job has returned; its end is still to come. */
  submitted(output: unknown): void;
  /** A worker has taken the activity's task. */
  taken(workerName: string | undefined): void;
}

export function attempt(visit: Visit, work: Work): Promise<Settlement> {
  return new Promise((resolve, reject) => {
    const one = new Attempt(visit, work.limits, resolve);
    const { execution } = visit.branch;
    const { taskToken } = visit;
    if (taskToken !== undefined) {
      execution.tokens.add(taskToken, one);
      one.endsWith(() => execution.tokens.close(taskToken));
    }
    if (work.resource.prefix === 'Activity') {
      schedule(visit, work, one);
      return;
    }
    one.startLimits();
    const guarded = <T>(act: (value: T) => void) => {
      return (value: T) => {
        if (!one.isOpen()) return;
        try {
          act(value);
        } catch (thrown) {
          reject(thrown);
        }
      };
    };
    const submitted = guarded((output: unknown) => {
      work.submitted(output);
    });
    const done = guarded((answer: TaskOutcome) => {
      const outcome = work.resource.seen(answer, visit.host);
      if (work.resource.pattern === 'token' && 'output' in outcome) work.submitted(outcome.output);
      else one.settle(outcome);
    });
    const stop = execution.startTask(request(visit, work), done, submitted);
    if (stop !== undefined) one.givenUpBy(stop);
  });
}

function request(visit: Visit, { resource, args, text }: Work) {
  const invocation = resource.invocation(args, text);
  return {
    resource: resource.text,
    arguments: args,
    executionArn: visit.branch.execution.arn,
    stateName: visit.state.name,
    ...(invocation === undefined ? {} : { invocation }),
    ...(visit.taskToken === undefined ? {} : { taskToken: visit.taskToken }),
  };
}

/** An activity's limits count from when a worker takes the task. */
function schedule(visit: Visit, work: Work, one: Attempt): void {
  const { resource, text } = work;
  const job = {
    taskToken: visit.taskToken ?? '',
    input: text,
    isOpen: () => one.isOpen(),
    take: (workerName: string | undefined) => {
      work.taken(workerName);
      one.startLimits();
    },
  };
  if (!visit.branch.execution.activities.schedule(resource.text, job)) {
    one.settle({
      error: 'States.Runtime',
      cause: `The activity '${resource.text}' does not exist.`,
    });
  }
}

class Attempt {
  readonly #visit: Visit;
  readonly #limits: Limits;
  readonly #resolve: (settlement: Settlement) => void;
  #giveUp: (() => void) | undefined;
  /** Calls what was to happen at a cancelling off again. */
  readonly #calledOff: (() => void)[] = [];
  #whenOver: (() => void) | undefined;
  #isOver = false;
  #timeout: Entry | undefined;
  #silence: Entry | undefined;

  constructor(visit: Visit, limits: Limits, resolve: (settlement: Settlement) => void) {
    this.#visit = visit;
    this.#limits = limits;
    this.#resolve = resolve;
  }

  /** However it ends, be it with its branch. */
  endsWith(act: () => void): void {
    this.#whenOver = act;
    this.#calledOff.push(this.#visit.branch.onCancel(act));
  }

  /** Stops the job that was waited for, when its time is up or nobody waits any more. */
  givenUpBy(stop: () => void): void {
    if (this.#isOver) return;
    this.#giveUp = stop;
    this.#calledOff.push(this.#visit.branch.onCancel(stop));
  }

  startLimits(): void {
    this.#timeout = this.#end(this.#limits.timeoutInSeconds, 'States.Timeout');
    this.#silence = this.#end(this.#limits.heartbeatInSeconds, 'States.HeartbeatTimeout');
  }

  isOpen(): boolean {
    return !this.#isOver && !this.#visit.branch.isCancelled;
  }

  settle(outcome: TaskOutcome): void {
    this.#settle(
      'output' in outcome
        ? { kind: 'succeeded', output: outcome.output }
        : { kind: 'failed', error: outcome.error, cause: outcome.cause },
    );
  }

  heartbeat(): void {
    this.#silence?.cancel();
    this.#silence = this.#end(this.#limits.heartbeatInSeconds, 'States.HeartbeatTimeout');
  }

  #end(seconds: number | undefined, error: string): Entry | undefined {
    if (seconds === undefined) return undefined;
    return this.#visit.branch.after(seconds * 1000, () => {
      this.#settle({ kind: 'timedOut', error });
      this.#giveUp?.();
    });
  }

  #settle(settlement: Settlement): void {
    if (!this.isOpen()) return;
    this.#isOver = true;
    this.#timeout?.cancel();
    this.#silence?.cancel();
    this.#whenOver?.();
    for (const callOff of this.#calledOff) callOff();
    this.#resolve(settlement);
  }
}
