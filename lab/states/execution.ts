/** One execution: its data, its status, its history and how it ends. */

import type { Entry } from '../clock.ts';
import { Branch } from './branch.ts';
import { Document } from './document.ts';
import { Cancelled, type Failure, StateFailure } from './failure.ts';
import type { Graph, Machine } from './graph.ts';
import {
  type Details,
  failureDetails,
  History,
  type HistoryEvent,
  inputDetails,
  outputDetails,
} from './history.ts';
import type { HistoryMode } from './history.ts';
import type { Activities } from './activities.ts';
import type { StatesHost, TaskOutcome, TaskRequest } from './host.ts';
import { EXPRESS_SECONDS_MAX, HISTORY_EVENTS_MAX } from './limits.ts';
import type { TaskTokens } from './tasks/tokens.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionServices {
  readonly host: StatesHost;
  readonly tokens: TaskTokens;
  readonly activities: Activities;
  readonly history: HistoryMode;
  /** What the work of a state under test comes to. */
  readonly mock?: TaskOutcome | undefined;
  /** What it says of the context object, in place of the engine. */
  readonly testContext?: Readonly<Record<string, unknown>> | undefined;
  /** Starts a Task's work, here or at the host; what comes back stops it, where it can be stopped. */
  startTask(
    task: TaskRequest,
    done: (outcome: TaskOutcome) => void,
    submitted: (output: unknown) => void,
  ): (() => void) | undefined;
  onEvent(executionArn: string, event: HistoryEvent): void;
  onEnd(executionArn: string): void;
}

const END_EVENT = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

type EndStatus = keyof typeof END_EVENT;

export class Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly input: Document;
  readonly startDate: number;
  readonly history: History;
  stateTransitions = 0;
  status: ExecutionStatus = 'RUNNING';
  stopDate: number | undefined;
  output: Document | undefined;
  failure: Failure = {};
  readonly #services: ExecutionServices;
  redriveCount = 0;
  redriveDate: number | undefined;
  #root: Branch;
  readonly #watchers: (() => void)[] = [];
  #timeout: Entry | undefined;

  constructor(services: ExecutionServices, machine: Machine, name: string, input: Document) {
    this.#services = services;
    this.machine = machine;
    this.name = name;
    this.arn = executionArn(services.host, machine, name);
    this.input = input;
    this.startDate = services.host.clock.now();
    this.history = new History(services.host.clock, services.history, (event) => {
      services.onEvent(this.arn, event);
    });
    this.#root = new Branch(this);
  }

  get host(): StatesHost {
    return this.#services.host;
  }

  get tokens(): TaskTokens {
    return this.#services.tokens;
  }

  get activities(): Activities {
    return this.#services.activities;
  }

  get mock(): TaskOutcome | undefined {
    return this.#services.mock;
  }

  get testContext(): Readonly<Record<string, unknown>> | undefined {
    return this.#services.testContext;
  }

  startTask(...work: Parameters<ExecutionServices['startTask']>): (() => void) | undefined {
    return this.#services.startTask(...work);
  }

  /** Once, when it has ended; at once where it has. */
  whenOver(act: () => void): void {
    if (this.status === 'RUNNING') this.#watchers.push(act);
    else act();
  }

  /** The first state is entered when the caller has its answer. */
  start(): void {
    const { roleArn } = this.machine;
    this.history.add('ExecutionStarted', 0, () => ({
      executionStartedEventDetails: { ...inputDetails(this.input.text), roleArn },
    }));
    this.#go(() => this.#root.run(this.machine.graph, this.input));
  }

  /**
   * Goes on from the state that it ended in; of a Parallel or an inline Map with what failed or was aborted. A
   * distributed Map runs anew as a whole.
   * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  redrive(): void {
    const ended = this.#root.visit;
    this.status = 'RUNNING';
    this.stopDate = undefined;
    this.failure = {};
    this.redriveCount += 1;
    this.redriveDate = this.host.clock.now();
    this.#root = new Branch(this);
    this.#root.lastEventId = this.history.add('ExecutionRedriven', this.history.count, () => ({
      executionRedrivenEventDetails: { redriveCount: this.redriveCount },
    }));
    const { graph } = this.machine;
    this.#go(() =>
      ended === undefined ? this.#root.run(graph, this.input) : this.#root.resume(graph, ended),
    );
  }

  #go(run: () => Promise<Document>): void {
    const timeoutSeconds = timeoutOf(this.machine);
    if (timeoutSeconds !== undefined) {
      this.#timeout = this.host.clock.after(timeoutSeconds * 1000, () => {
        this.end('TIMED_OUT', { error: 'States.Timeout' });
      });
    }
    this.host.clock.after(0, () => {
      run().then(
        (output) => this.#succeed(output),
        (thrown: unknown) => this.#fail(thrown),
      );
    });
  }

  /** An execution of its own for one item of a distributed Map; nobody can look it up. */
  child(graph: Graph, input: Document): Execution {
    const services = { ...this.#services, onEvent: () => {}, onEnd: () => {} };
    const machine = { ...this.machine, graph, timeoutSeconds: undefined };
    return new Execution(services, machine, this.host.uuid(), input);
  }

  /** Every event but the first and the last comes through here, so that none passes the service's limit. */
  record(type: string, previousEventId: number, details?: Details): number {
    if (this.history.count >= HISTORY_EVENTS_MAX - 1) {
      const cause = `The execution reached the maximum number of history events (${HISTORY_EVENTS_MAX}).`;
      this.end('FAILED', { error: 'States.Runtime', cause, eventId: previousEventId });
      throw new Cancelled();
    }
    return this.history.add(type, previousEventId, details);
  }

  /** Ends at once, whatever is going on: no Catch runs. */
  end(status: Exclude<EndStatus, 'SUCCEEDED'>, failure: Failure): void {
    if (this.status !== 'RUNNING') return;
    this.failure = failure;
    const key = `${END_EVENT[status][0]?.toLowerCase()}${END_EVENT[status].slice(1)}EventDetails`;
    this.#close(status, failure.eventId, () => ({ [key]: failureDetails(failure) }));
  }

  #succeed(output: Document): void {
    if (this.status !== 'RUNNING') return;
    this.output = output;
    this.#close('SUCCEEDED', undefined, () => ({
      executionSucceededEventDetails: outputDetails(output.text),
    }));
  }

  #fail(thrown: unknown): void {
    if (thrown instanceof Cancelled || this.status !== 'RUNNING') return;
    // Anything else is a bug of the engine or its host; an execution that hangs would hide it.
    const failure =
      thrown instanceof StateFailure
        ? thrown.failure
        : { error: 'States.Runtime', cause: `lab: ${String(thrown)}` };
    this.end('FAILED', failure);
  }

  #close(status: EndStatus, eventId: number | undefined, details: Details): void {
    this.status = status;
    this.stopDate = this.host.clock.now();
    this.#timeout?.cancel();
    this.#root.cancel();
    // What ends an execution from outside follows nothing that it did.
    const isFromOutside = status === 'ABORTED' || status === 'TIMED_OUT';
    const previous = isFromOutside ? 0 : (eventId ?? this.#root.lastEventId);
    this.history.add(END_EVENT[status], previous, details);
    this.#services.onEnd(this.arn);
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

function executionArn(host: StatesHost, machine: Machine, name: string): string {
  if (machine.type === 'STANDARD') return `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  return `${machine.arn.replace(':stateMachine:', ':express:')}:${name}:${host.uuid()}`;
}

/** An Express execution never lives longer than five minutes. */
function timeoutOf({ type, timeoutSeconds }: Machine): number | undefined {
  if (type === 'STANDARD') return timeoutSeconds;
  return Math.min(timeoutSeconds ?? EXPRESS_SECONDS_MAX, EXPRESS_SECONDS_MAX);
}
