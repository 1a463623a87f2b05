/** The Step Functions service of the lab. What the tasks do is the world's business: see host.ts. */

import { Activities, type Activity, type ActivityTask } from './activities.ts';
import { describe, type ExecutionDescription, whyNotRedrivable } from './describe.ts';
import { Document } from './document.ts';
import * as errors from './errors.ts';
import { Execution, type ExecutionServices } from './execution.ts';
import { Executions, type NewExecution, started } from './executions.ts';
import type { Machine, MachineType } from './graph.ts';
import type { HistoryEvent, HistoryMode } from './history.ts';
import type { StatesHost } from './host.ts';
import { parseInput, parseOutput } from './json-input.ts';
import { type EndListener, type EventListener, Listeners } from './listeners.ts';
import { examine, Machines, type NewMachine } from './machines.ts';
import { checkName } from './names.ts';
import type { Problem } from './problems.ts';
import { type Tag, Tags } from './tags.ts';
import { startOwn } from './tasks/own-services.ts';
import { TaskTokens } from './tasks/tokens.ts';
import { type StateTest, type StateTestResult, testState } from './test-state.ts';

export type { ExecutionDescription } from './describe.ts';
export type { NewExecution } from './executions.ts';
export type { EndListener, EventListener } from './listeners.ts';

export class StatesEngine {
  readonly #host: StatesHost;
  readonly #machines: Machines;
  readonly #executions: Executions;
  readonly #tokens: TaskTokens;
  readonly #activities: Activities;
  readonly #tags = new Tags();
  readonly #services: ExecutionServices;
  readonly #listeners = new Listeners();
  /** States that are tested just now; their time has to pass too. */
  testsUnderWay = 0;

  constructor(host: StatesHost, options: { history?: HistoryMode } = {}) {
    this.#host = host;
    this.#machines = new Machines(host);
    this.#executions = new Executions(options.history ?? 'full');
    this.#tokens = new TaskTokens(host.region);
    this.#activities = new Activities(host);
    this.#services = {
      host,
      tokens: this.#tokens,
      activities: this.#activities,
      history: options.history ?? 'full',
      startTask: (task, done, submitted) => {
        const stop = startOwn(this, host, task, done, submitted);
        return stop ?? host.startTask(task, done, submitted) ?? undefined;
      },
      onEvent: this.#listeners.onEvent,
      onEnd: (arn) => {
        this.#listeners.onEnd(arn);
        this.#executions.ended(arn);
      },
    };
  }

  /** Throws InvalidDefinition with every problem of the definition, which may be JSON text or its value. */
  createStateMachine(input: NewMachine & { tags?: readonly Tag[] }): {
    stateMachineArn: string;
    creationDate: number;
  } {
    const { arn, creationDate } = this.#machines.create(input);
    this.#tags.open(arn, input.tags);
    return { stateMachineArn: arn, creationDate };
  }

  updateStateMachine(input: Parameters<Machines['update']>[0]): { updateDate: number; revisionId: string } {
    return this.#machines.update(input);
  }

  /** At once, where AWS waits for the executions that still run; those run on here too. */
  deleteStateMachine(input: { stateMachineArn: string }): void {
    this.#machines.delete(input.stateMachineArn);
    this.#tags.close(input.stateMachineArn);
  }

  describeStateMachine(stateMachineArn: string): Machine {
    return this.#machines.find(stateMachineArn);
  }

  listStateMachines(): readonly Machine[] {
    return this.#machines.list();
  }

  /** The machine as it was when the execution started. */
  describeStateMachineForExecution(executionArn: string): Machine {
    return this.#executions.find(executionArn).machine;
  }

  validateStateMachineDefinition(input: { definition: unknown; type?: MachineType }): readonly Problem[] {
    return examine(input.definition, input.type ?? 'STANDARD').problems;
  }

  /** Resolves when the one state has been performed; nothing of it is kept. */
  async testState(test: StateTest): Promise<StateTestResult> {
    this.testsUnderWay += 1;
    try {
      return await testState(this.#services, test);
    } finally {
      this.testsUnderWay -= 1;
    }
  }

  /** The same name and input while the first runs is the same execution; else the name is taken. */
  startExecution(input: NewExecution): { executionArn: string; startDate: number } {
    const execution = this.#newExecution(input);
    const known = this.#executions.get(execution.arn);
    if (known !== undefined) {
      if (known.status === 'RUNNING' && known.input.text === input.input) return started(known);
      throw errors.executionAlreadyExists(execution.arn);
    }
    this.#run(execution);
    return started(execution);
  }

  /** Resolves when the Express execution has ended, in whatever way. */
  startSyncExecution(input: NewExecution): Promise<ExecutionDescription> {
    const { type } = this.#machines.find(input.stateMachineArn);
    if (type !== 'EXPRESS') throw errors.stateMachineTypeNotSupported();
    const execution = this.#newExecution(input);
    return new Promise((resolve) => {
      execution.whenOver(() => {
        resolve(describe(execution));
      });
      this.#run(execution);
    });
  }

  /** Ends a running execution at once; one that has ended stays as it is. */
  stopExecution(input: { executionArn: string; error?: string; cause?: string }): { stopDate: number } {
    const execution = this.#executions.find(input.executionArn);
    execution.end('ABORTED', { error: input.error, cause: input.cause });
    return { stopDate: execution.stopDate ?? this.#host.clock.now() };
  }

  /** An execution that did not succeed goes on from where it ended, as long as its history has room. */
  redriveExecution(input: { executionArn: string }): { redriveDate: number } {
    const execution = this.#executions.find(input.executionArn);
    const why = whyNotRedrivable(execution);
    if (why !== undefined) throw errors.executionNotRedrivable(execution.arn, why);
    this.#executions.redriven(execution.arn);
    execution.redrive();
    return { redriveDate: this.#host.clock.now() };
  }

  describeExecution(executionArn: string): ExecutionDescription {
    return describe(this.#executions.find(executionArn));
  }

  /** Empty where the engine only counts. */
  getExecutionHistory(executionArn: string): readonly HistoryEvent[] {
    return this.#executions.find(executionArn).history.events;
  }

  /** Retries count as transitions, as AWS bills them. */
  counts(executionArn: string): { historyEvents: number; stateTransitions: number } {
    const { history, stateTransitions } = this.#executions.find(executionArn);
    return { historyEvents: history.count, stateTransitions };
  }

  listExecutions(): readonly ExecutionDescription[] {
    return this.#executions.all().map(describe);
  }

  /** What is wrong with the token is told before what is wrong with the output. */
  sendTaskSuccess(input: { taskToken: string; output: string }): void {
    this.#tokens.check(input.taskToken);
    this.#tokens.settle(input.taskToken, { output: parseOutput(input.output) });
  }

  sendTaskFailure(input: { taskToken: string; error?: string; cause?: string }): void {
    this.#tokens.fail(input.taskToken, { error: input.error, cause: input.cause });
  }

  sendTaskHeartbeat(input: { taskToken: string }): void {
    this.#tokens.heartbeat(input.taskToken);
  }

  /** How many tasks wait for an answer to their token, from a worker or anybody else. */
  countOpenTokens(isCounted?: (token: string) => boolean): number {
    return this.#tokens.countOpen(isCounted);
  }

  createActivity(input: { name: string; tags?: readonly Tag[] }): Activity {
    checkName(input.name);
    const activity = this.#activities.create(input.name);
    this.#tags.open(activity.activityArn, input.tags);
    return activity;
  }

  deleteActivity(input: { activityArn: string }): void {
    this.#activities.delete(input.activityArn);
    this.#tags.close(input.activityArn);
  }

  describeActivity(activityArn: string): Activity {
    return this.#activities.describe(activityArn);
  }

  listActivities(): readonly Activity[] {
    return this.#activities.list();
  }

  /** Resolves when there is a task, or empty when the caller's signal says that it has waited long enough. */
  getActivityTask(
    input: { activityArn: string; workerName?: string },
    signal?: AbortSignal,
  ): Promise<ActivityTask> {
    return this.#activities.poll(input.activityArn, input.workerName, signal);
  }

  tagResource(input: { resourceArn: string; tags: readonly Tag[] }): void {
    this.#tags.add(input.resourceArn, input.tags);
  }

  untagResource(input: { resourceArn: string; tagKeys: readonly string[] }): void {
    this.#tags.remove(input.resourceArn, input.tagKeys);
  }

  listTagsForResource(resourceArn: string): readonly Tag[] {
    return this.#tags.list(resourceArn);
  }

  whenOver(executionArn: string, act: () => void): void {
    this.#executions.find(executionArn).whenOver(act);
  }

  /** Returns what ends the listening. In the mode `count` events come without details. */
  onEvent(listener: EventListener): () => void {
    return this.#listeners.addEvent(listener);
  }

  onEnd(listener: EndListener): () => void {
    return this.#listeners.addEnd(listener);
  }

  #newExecution({ stateMachineArn, name = this.#host.uuid(), input }: NewExecution): Execution {
    const machine = this.#machines.find(stateMachineArn);
    checkName(name);
    return new Execution(this.#services, machine, name, new Document(parseInput(input), input));
  }

  #run(execution: Execution): void {
    this.#executions.add(execution);
    execution.start();
  }
}
