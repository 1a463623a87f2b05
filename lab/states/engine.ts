/**
 * The Step Functions service of the lab: state machines, executions, task tokens. It knows the Amazon States
 * Language and nothing of what the tasks do; see host.ts for what it asks of the world.
 */

import { compileMachine } from './compile-machine.ts';
import { Document } from './document.ts';
import * as errors from './errors.ts';
import { Execution, type ExecutionServices, type ExecutionStatus } from './execution.ts';
import type { Machine } from './graph.ts';
import type { HistoryEvent, HistoryMode } from './history.ts';
import type { StatesHost } from './host.ts';
import { exceedsPayload } from './limits.ts';
import { TaskTokens } from './tasks/tokens.ts';

export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Milliseconds since the epoch, virtual. */
  readonly startDate: number;
  readonly stopDate?: number;
}

export type EventListener = (executionArn: string, event: HistoryEvent) => void;
export type EndListener = (executionArn: string) => void;

const NAME = /^[^\s[\]{}<>?*"#%\\^|~`$&,;:/]{1,80}$/;

export class StatesEngine {
  readonly #host: StatesHost;
  readonly #machines = new Map<string, Machine>();
  readonly #executions = new Map<string, Execution>();
  readonly #tokens = new TaskTokens();
  readonly #services: ExecutionServices;
  readonly #eventListeners = new Set<EventListener>();
  readonly #endListeners = new Set<EndListener>();

  constructor(host: StatesHost, options: { history?: HistoryMode } = {}) {
    this.#host = host;
    this.#services = {
      host,
      tokens: this.#tokens,
      history: options.history ?? 'full',
      onEvent: (arn, event) => {
        for (const listener of this.#eventListeners) listener(arn, event);
      },
      onEnd: (arn) => {
        for (const listener of this.#endListeners) listener(arn);
      },
    };
  }

  /** Throws InvalidDefinition with every problem of the definition, which may be JSON text or its value. */
  createStateMachine(input: { name: string; definition: unknown; roleArn?: string }): {
    stateMachineArn: string;
  } {
    if (!NAME.test(input.name)) throw errors.invalidName(input.name);
    const definition =
      typeof input.definition === 'string' ? parseDefinition(input.definition) : input.definition;
    const problems: string[] = [];
    const graph = compileMachine(definition, problems);
    if (problems.length > 0) throw new errors.InvalidDefinition(problems);
    const arn = `arn:aws:states:${this.#host.region}:${this.#host.account}:stateMachine:${input.name}`;
    const { TimeoutSeconds: timeout } = definition as { TimeoutSeconds?: number };
    const roleArn = input.roleArn ?? `arn:aws:iam::${this.#host.account}:role/${input.name}`;
    this.#machines.set(arn, { arn, name: input.name, roleArn, definition, graph, timeoutSeconds: timeout });
    return { stateMachineArn: arn };
  }

  deleteStateMachine(input: { stateMachineArn: string }): void {
    this.#machines.delete(input.stateMachineArn);
  }

  describeStateMachine(stateMachineArn: string): Machine {
    const machine = this.#machines.get(stateMachineArn);
    if (machine === undefined) throw errors.stateMachineDoesNotExist(stateMachineArn);
    return machine;
  }

  /** The same name and input while the first runs is the same execution; else the name is taken. */
  startExecution(input: { stateMachineArn: string; name?: string; input: string }) {
    const machine = this.describeStateMachine(input.stateMachineArn);
    const name = input.name ?? this.#host.uuid();
    if (!NAME.test(name)) throw errors.invalidName(name);
    if (exceedsPayload(input.input)) throw errors.invalidExecutionInput('longer than 262144 bytes');
    const document = new Document(parseInput(input.input), input.input);
    const execution = new Execution(this.#services, machine, name, document);
    const known = this.#executions.get(execution.arn);
    if (known !== undefined) {
      if (known.status === 'RUNNING' && known.input.text === input.input) return started(known);
      throw errors.executionAlreadyExists(execution.arn);
    }
    this.#executions.set(execution.arn, execution);
    execution.start();
    return started(execution);
  }

  /** Ends a running execution at once; one that has ended stays as it is. */
  stopExecution(input: { executionArn: string; error?: string; cause?: string }): { stopDate: number } {
    const execution = this.#execution(input.executionArn);
    execution.end('ABORTED', { error: input.error, cause: input.cause });
    return { stopDate: execution.stopDate ?? this.#host.clock.now() };
  }

  describeExecution(executionArn: string): ExecutionDescription {
    const execution = this.#execution(executionArn);
    const { output, stopDate, failure } = execution;
    return {
      executionArn,
      stateMachineArn: execution.machine.arn,
      name: execution.name,
      status: execution.status,
      input: execution.input.text,
      ...(output === undefined ? {} : { output: output.text }),
      ...(failure.error === undefined ? {} : { error: failure.error }),
      ...(failure.cause === undefined ? {} : { cause: failure.cause }),
      startDate: execution.startDate,
      ...(stopDate === undefined ? {} : { stopDate }),
    };
  }

  /** Empty where the engine only counts. */
  getExecutionHistory(executionArn: string): readonly HistoryEvent[] {
    return this.#execution(executionArn).history.events;
  }

  /** Retries count as transitions, as AWS bills them. */
  counts(executionArn: string): { historyEvents: number; stateTransitions: number } {
    const { history, stateTransitions } = this.#execution(executionArn);
    return { historyEvents: history.count, stateTransitions };
  }

  listExecutions(): readonly ExecutionDescription[] {
    return [...this.#executions.keys()].map((arn) => this.describeExecution(arn));
  }

  sendTaskSuccess(input: { taskToken: string; output: string }): void {
    this.#tokens.settle(input.taskToken, { output: parseOutput(input.output) });
  }

  sendTaskFailure(input: { taskToken: string; error?: string; cause?: string }): void {
    this.#tokens.settle(input.taskToken, { error: input.error ?? '', cause: input.cause ?? '' });
  }

  sendTaskHeartbeat(input: { taskToken: string }): void {
    this.#tokens.heartbeat(input.taskToken);
  }

  /** Returns what ends the listening. In the mode `count` events come without details. */
  onEvent(listener: EventListener): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onEnd(listener: EndListener): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  #execution(arn: string): Execution {
    const execution = this.#executions.get(arn);
    if (execution === undefined) throw errors.executionDoesNotExist(arn);
    return execution;
  }
}

function started({ arn, startDate }: Execution): { executionArn: string; startDate: number } {
  return { executionArn: arn, startDate };
}

function parseDefinition(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new errors.InvalidDefinition(['INVALID_JSON_DESCRIPTION: the definition is no JSON']);
  }
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.invalidExecutionInput((error as Error).message);
  }
}

function parseOutput(text: string): unknown {
  if (exceedsPayload(text)) throw errors.invalidOutput('longer than 262144 bytes');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.invalidOutput((error as Error).message);
  }
}
