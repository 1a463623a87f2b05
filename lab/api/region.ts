/** One Region of the API: an engine, its virtual time, and who outside is at work for it. */
import type { VirtualClock } from '../clock.ts';
import type { StatesEngine } from '../states/engine.ts';
import type { LambdaInvocation, StatesHost, TaskOutcome } from '../states/host.ts';
import { Driver, type Speed } from './driver.ts';
import type { LambdaEndpoint } from './lambda-endpoint.ts';
import { Settings } from './settings.ts';
import type { Wall } from './wall.ts';

type StartTask = StatesHost['startTask'];

export interface RegionOptions {
  readonly clock: VirtualClock;
  readonly wall: Wall;
  readonly speed: Speed;
  readonly begunAt: number;
  readonly onFault: (error: unknown) => void;
  readonly lambda: LambdaEndpoint | undefined;
}

export class Region {
  readonly settings = new Settings();
  readonly driver: Driver;
  readonly #lambda: LambdaEndpoint | undefined;
  #engine: StatesEngine | undefined;
  /** Lambda calls that somebody still waits for. */
  readonly #calls = new Set<object>();
  /** Tokens that our own functions hold: the lab itself answers them, in virtual time. */
  readonly #insideTokens = new Set<string>();
  readonly #running = new Set<string>();

  constructor(options: RegionOptions) {
    this.#lambda = options.lambda;
    this.driver = new Driver({
      ...options,
      isNeeded: () => this.#running.size > 0 || this.engine.testsUnderWay > 0,
      isHeld: () => this.#isHeld(),
    });
  }

  get engine(): StatesEngine {
    if (this.#engine === undefined) throw new Error('the Region has no engine yet');
    return this.#engine;
  }

  /** Its tasks must be started by `startTask` of this Region. */
  open(engine: StatesEngine): void {
    this.#engine = engine;
    engine.onEvent((arn, { type }) => {
      if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') this.#running.add(arn);
    });
    engine.onEnd((arn) => this.#running.delete(arn));
    void this.driver.run();
  }

  /** `inside` does what the lab can do itself. */
  startTask(inside: StartTask): StartTask {
    return (task, done, submitted) => {
      const { invocation } = task;
      if (invocation !== undefined && this.#lambda !== undefined)
        return this.#invoke(this.#lambda, invocation, done);
      if (invocation !== undefined && task.taskToken !== undefined) this.#insideTokens.add(task.taskToken);
      return inside(task, done, submitted);
    };
  }

  /** What it returns is called when nobody waits for the answer any more; Lambda runs on. */
  #invoke(endpoint: LambdaEndpoint, invocation: LambdaInvocation, done: (outcome: TaskOutcome) => void) {
    const call = {};
    this.#calls.add(call);
    const settle = async (): Promise<void> => {
      const outcome = await endpoint.invoke(invocation);
      this.driver.catchUp();
      this.#calls.delete(call);
      done(outcome);
      this.driver.wake();
    };
    void settle();
    return () => {
      this.#calls.delete(call);
      this.driver.wake();
    };
  }

  #isHeld(): boolean {
    return this.#calls.size > 0 || this.engine.countOpenTokens((token) => !this.#insideTokens.has(token)) > 0;
  }
}
