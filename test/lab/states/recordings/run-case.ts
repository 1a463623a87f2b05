/** Plays one recorded case on the engine and says what differs from the recording. */

import { type ExecutionDescription, StatesEngine } from '../../../../lab/states/engine.ts';
import type { Case, Step } from './cases.ts';
import { compareHistory, compareShuffled, difference, eventDifference, simplify } from './compare.ts';
import { CaseHost } from './host.ts';
import { literals, normalise, parseJson, type Place, resolve, wildWords } from './normalise.ts';

export interface CaseResult {
  /** The first difference of status, output, error or cause. */
  readonly outcome: string | undefined;
  /** The first difference of a history; undefined too where none was recorded. */
  readonly history: string | undefined;
  readonly hasHistory: boolean;
  /** Whether ids and previousEventIds are equal as well. */
  readonly areLinksEqual: boolean;
}

export async function runCase(subject: Case): Promise<CaseResult> {
  const run = new CaseRun(subject);
  const hasHistory = subject.steps.some((step) => (step.history?.length ?? 0) > 0);
  try {
    for (const step of subject.steps) await run.perform(step);
    await run.judgeAll();
  } catch (error) {
    run.outcomes.push(String(error));
    if (hasHistory) run.histories.push('could not be played to its end');
  }
  return {
    outcome: run.outcomes[0],
    history: run.histories[0],
    hasHistory,
    areLinksEqual: run.histories.length === 0 && run.areLinksEqual,
  };
}

class CaseRun {
  readonly outcomes: string[] = [];
  readonly histories: string[] = [];
  areLinksEqual = true;
  readonly #subject: Case;
  readonly #host: CaseHost;
  readonly #engine: StatesEngine;
  readonly #place: Place & { names: Map<string, string> };
  readonly #machines = new Map<string, string>();
  readonly #executions = new Map<number, string>();
  readonly #activities = new Map<string, string>();

  constructor(subject: Case) {
    this.#subject = subject;
    this.#host = new CaseHost(subject.functions);
    this.#engine = new StatesEngine(this.#host);
    const { account, region, clock } = this.#host;
    this.#place = { account, region, now: clock.now(), names: new Map() };
  }

  async perform(step: Step): Promise<void> {
    const perform = this.#steps[step.do];
    if (perform === undefined) throw new Error(`the step ${step.do} is not played`);
    await perform(step);
  }

  readonly #steps: Readonly<Record<string, (step: Step) => unknown>> = {
    create: (step) => {
      this.#create(step);
    },
    start: (step) => {
      this.#start(step);
    },
    start_sync: (step) => this.#startSync(step),
    wait: (step) => this.#wait(step),
    wait_started: () => this.#advance(() => false, 0),
    delete: (step) => {
      this.#engine.deleteStateMachine({ stateMachineArn: this.#machine(step) });
    },
    stop: (step) => {
      this.#stop(step);
    },
    create_activity: (step) => {
      this.#createActivity(step);
    },
    delete_activity: (step) => {
      this.#engine.deleteActivity({ activityArn: this.#activity(step) });
    },
    activity_worker: (step) => {
      void this.#work(step);
    },
  };

  async judgeAll(): Promise<void> {
    for (const step of this.#subject.steps) {
      if (step.do !== 'start' || step.expect === undefined) continue;
      await this.#wait(step);
      this.#judge(step, step.expect);
    }
  }

  #create(step: Step): void {
    const machine = step.machine ?? '';
    const name = `asl_case_${machine.toLowerCase()}`;
    this.#place.names.set(machine, name);
    try {
      const { stateMachineArn } = this.#engine.createStateMachine({
        name,
        definition: resolve(textOf(step.definition), this.#place),
        roleArn: resolve('arn:aws:iam::@@ACCOUNT@@:role/asl-conformance', this.#place),
        ...(step.type === undefined ? {} : { type: step.type }),
      });
      this.#machines.set(machine, stateMachineArn);
    } catch (error) {
      if (step.expect === undefined) throw error;
      const { name: code } = error as Error;
      if (code !== step.expect['error']) this.outcomes.push(`refused with ${code}`);
      return;
    }
    if (step.expect !== undefined) this.outcomes.push('accepted a definition that AWS refuses');
  }

  #start(step: Step): void {
    const { executionArn } = this.#engine.startExecution({
      stateMachineArn: this.#machine(step),
      input: resolve(textOf(step.input ?? {}), this.#place),
      ...(step.name === undefined ? {} : { name: resolve(step.name, this.#place) }),
    });
    this.#executions.set(step.run ?? 0, executionArn);
    this.#place.names.set(`EX${step.run ?? 0}`, executionArn.replace(/^.*:/, ''));
  }

  async #startSync(step: Step): Promise<void> {
    let described: ExecutionDescription | undefined;
    const input = resolve(textOf(step.input ?? {}), this.#place);
    void this.#engine
      .startSyncExecution({ stateMachineArn: this.#machine(step), input })
      // oxlint-disable-next-line promise/always-return -- kept for the loop below
      .then((answer) => {
        described = answer;
      });
    await this.#advance(() => described !== undefined, Number.POSITIVE_INFINITY);
    if (described === undefined) throw new Error('the execution did not end');
    if (step.expect !== undefined) this.#judgeOutcome(step.expect, described);
  }

  #createActivity(step: Step): void {
    const ref = step.activity ?? '';
    const name = `asl_case_${ref.toLowerCase()}`;
    this.#place.names.set(ref, name);
    this.#activities.set(ref, this.#engine.createActivity({ name }).activityArn);
  }

  async #work(step: Step): Promise<void> {
    const { name = null, steps = [] } = step.worker ?? {};
    const task = await this.#engine.getActivityTask({
      activityArn: this.#activity(step),
      ...(name === null ? {} : { workerName: name }),
    });
    const { taskToken = '', input = '' } = task;
    for (const action of steps) {
      if (action.sleep !== undefined) await this.#host.clock.sleep(action.sleep * 1000);
      if (action.heartbeat !== undefined) this.#engine.sendTaskHeartbeat({ taskToken });
      if (action.success !== undefined) this.#engine.sendTaskSuccess({ taskToken, output: input });
      if (action.failure !== undefined) {
        this.#engine.sendTaskFailure({ taskToken, error: action.failure, cause: input });
      }
    }
  }

  #stop(step: Step): void {
    this.#engine.stopExecution({
      executionArn: this.#execution(step),
      ...(step.error === undefined ? {} : { error: step.error }),
      ...(step.cause === undefined ? {} : { cause: step.cause }),
    });
  }

  async #wait(step: Step): Promise<void> {
    const arn = this.#execution(step);
    const start = this.#subject.steps.find(({ run, expect }) => run === step.run && expect !== undefined);
    const isToRun = start?.expect?.['status'] === 'RUNNING';
    const isOver = () => this.#engine.describeExecution(arn).status !== 'RUNNING';
    await this.#advance(isOver, isToRun ? 2000 : Number.POSITIVE_INFINITY);
  }

  async #advance(isEnough: () => boolean, milliseconds: number): Promise<void> {
    const { clock } = this.#host;
    const until = clock.now() + milliseconds;
    while (!isEnough() && (clock.nextAt() ?? Number.POSITIVE_INFINITY) <= until) {
      if (!(await clock.step())) return;
    }
  }

  #judge(step: Step, expect: Readonly<Record<string, unknown>>): void {
    this.#judgeOutcome(expect, this.#engine.describeExecution(this.#execution(step)));
    if (step.history !== undefined && step.history.length > 0) this.#judgeHistory(step, step.history);
  }

  /** The outcome stands, for the rules, where the history has it. */
  #judgeOutcome(expect: Readonly<Record<string, unknown>>, described: ExecutionDescription): void {
    const { status, output, error, cause } = described;
    const key = TERMINAL_KEY[status] ?? 'otherEventDetails';
    const fields = status === 'SUCCEEDED' ? { output } : { error, cause };
    const { events } = normalise({ events: [{ [key]: fields }] }, this.#subject, this.#place) as {
      events: [Record<string, Record<string, unknown>>];
    };
    const actual = outcomeOf({ status, ...events[0][key] });
    const wrong = difference(outcomeOf(expect), actual, this.#cards(), 'outcome');
    if (wrong !== undefined) this.outcomes.push(wrong);
  }

  #cards() {
    return { literals: literals(this.#subject), wild: wildWords(this.#subject) };
  }

  #judgeHistory(step: Step, recorded: NonNullable<Step['history']>) {
    const cards = this.#cards();
    const raw = this.#engine.getExecutionHistory(this.#execution(step));
    const events = raw.map(({ timestamp: _timestamp, ...event }) => event);
    const { events: actual } = normalise({ events }, this.#subject, this.#place) as {
      events: Record<string, unknown>[];
    };
    const sides = [recorded.map(simplify), actual.map(simplify)] as const;
    const same = (
      ...pair: Parameters<typeof compareHistory>[2] extends (...p: infer P) => unknown ? P : never
    ) => eventDifference(...pair, cards);
    const wrong =
      this.#subject.concurrent_recording === true
        ? compareShuffled(recorded.at(-1)?.['id'], ...sides, same)
        : compareHistory(...sides, same);
    if (wrong !== undefined) this.histories.push(wrong);
    if (links(recorded) !== links(raw)) this.areLinksEqual = false;
  }

  #machine(step: Step): string {
    const arn = this.#machines.get(step.machine ?? '');
    if (arn === undefined) throw new Error(`no machine ${step.machine}`);
    return arn;
  }

  #activity(step: Step): string {
    const arn = this.#activities.get(step.activity ?? '');
    if (arn === undefined) throw new Error(`no activity ${step.activity}`);
    return arn;
  }

  #execution(step: Step): string {
    const arn = this.#executions.get(step.run ?? 0);
    if (arn === undefined) throw new Error(`no execution ${step.run}`);
    return arn;
  }
}

const TERMINAL_KEY: Readonly<Record<string, string>> = {
  SUCCEEDED: 'executionSucceededEventDetails',
  FAILED: 'executionFailedEventDetails',
  TIMED_OUT: 'executionTimedOutEventDetails',
  ABORTED: 'executionAbortedEventDetails',
};

function links(events: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify(events.map(({ id, previousEventId }) => [id, previousEventId]));
}

/** An empty text and no text are the same in the API. */
function outcomeOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(fields).filter(
    ([key, value]) =>
      value !== undefined && !((key === 'error' || key === 'cause') && (value === '' || value === null)),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'status' || key === 'error' ? value : parseJson(value)]),
  );
}

/** JSON texts that begin with "{" were recorded as objects. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
