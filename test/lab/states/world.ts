/** A small world for stories about the engine: tasks that take virtual time and remember that they ran. */

import { VirtualClock } from '../../../lab/clock.ts';
import { StatesEngine } from '../../../lab/states/engine.ts';
import type { HistoryMode } from '../../../lab/states/history.ts';
import type { StatesHost, TaskOutcome, TaskRequest } from '../../../lab/states/host.ts';

/** How a function answers: after so many seconds, with a value or an error. Absent seconds are none. */
export interface Work {
  readonly seconds?: number;
  readonly answer?: (task: TaskRequest) => TaskOutcome;
}

const START = Date.UTC(2026, 0, 5, 9);

export class World implements StatesHost {
  readonly clock = new VirtualClock(START);
  readonly region = 'eu-west-1';
  readonly account = '123456789012';
  readonly engine: StatesEngine;
  /** `12 s check-green begins`, in order. */
  readonly log: string[] = [];
  readonly tokens: string[] = [];
  readonly #works: Readonly<Record<string, Work>>;
  #ids = 0;
  #state: number;

  constructor(
    works: Readonly<Record<string, Work>> = {},
    options: { history?: HistoryMode; seed?: number } = {},
  ) {
    this.#works = works;
    this.#state = options.seed ?? 1;
    this.engine = new StatesEngine(this, options.history === undefined ? {} : { history: options.history });
  }

  get seconds(): number {
    return (this.clock.now() - START) / 1000;
  }

  random(): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state / 2_147_483_647;
  }

  uuid(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  startTask(task: TaskRequest, done: (outcome: TaskOutcome) => void): void {
    const name = task.resource.replace(/\.waitForTaskToken$/, '').replace(/^.*:/, '');
    const work = this.#works[name] ?? {};
    if (task.taskToken !== undefined) this.tokens.push(task.taskToken);
    this.note(`${name} begins`);
    this.clock.after((work.seconds ?? 0) * 1000, () => {
      this.note(`${name} ends`);
      done(work.answer?.(task) ?? { output: task.arguments });
    });
  }

  note(text: string): void {
    this.log.push(`${this.seconds} s ${text}`);
  }

  /** Starts an execution of a JSONata machine (unless it says otherwise). */
  start(definition: object, input: unknown = {}): string {
    const { stateMachineArn } = this.engine.createStateMachine({
      name: 'story',
      definition: { QueryLanguage: 'JSONata', ...definition },
    });
    return this.engine.startExecution({ stateMachineArn, input: JSON.stringify(input), name: 'one' })
      .executionArn;
  }

  /** Lets virtual time pass, to an instant or until nothing is left. */
  async until(seconds = Number.POSITIVE_INFINITY): Promise<void> {
    while ((this.clock.nextAt() ?? Number.POSITIVE_INFINITY) <= START + seconds * 1000) {
      if (!(await this.clock.step())) return;
    }
  }

  async run(definition: object, input: unknown = {}) {
    const arn = this.start(definition, input);
    await this.until();
    return this.end(arn);
  }

  end(arn: string) {
    const { status, output, error, cause, startDate, stopDate } = this.engine.describeExecution(arn);
    return {
      status,
      output: output === undefined ? undefined : (JSON.parse(output) as unknown),
      error,
      cause,
      seconds: stopDate === undefined ? undefined : (stopDate - startDate) / 1000,
    };
  }

  events(arn: string): string[] {
    return this.engine.getExecutionHistory(arn).map(({ type }) => type);
  }
}

export const lambda = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

export const failing = (error: string, cause = 'as told'): Work => ({ answer: () => ({ error, cause }) });
