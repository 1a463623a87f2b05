/**
 * Runs functions as Lambda does, in virtual time: cold and warm starts, JSON in and out, a timeout that nothing
 * survives. There is no way to stop an invocation from outside, so there is none here.
 * Not modelled: concurrency limits, throttled events and those that are too old, memory, payload limits, provisioned environments.
 */
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { arn } from '../service.ts';
import { type Ending, Invocation } from './invocation.ts';
import { type Result, resultOf, throughJson } from './result.ts';

/** What a function gets beside its event, as far as ours look at it. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
  /** The lab's: in whose name this invocation calls, sleeps and dies. */
  readonly caller: Invocation;
}

export interface LambdaFunction {
  run(event: unknown, context: LambdaContext): Promise<unknown>;
  readonly timeoutSeconds: number;
}

export interface InvocationStarted {
  readonly at: number;
  readonly requestId: string;
  readonly functionName: string;
  readonly event: unknown;
  readonly cold: boolean;
}

export interface InvocationEnded {
  readonly at: number;
  readonly requestId: string;
  readonly functionName: string;
  readonly ending: Ending;
  readonly result: Result;
  readonly tookMilliseconds: number;
}

/** How long an idle environment is kept. AWS promises nothing; this is in the usual range. */
const keptMilliseconds = 10 * 60_000;

/** Lambda's queue tries an event again after a function error, twice. */
const triedAgainAfterMilliseconds = [60_000, 120_000];

export class LambdaHost {
  readonly #clock: VirtualClock;
  readonly #random: Random;
  readonly #functions = new Map<string, LambdaFunction>();
  /** Since when each warm environment of a function has been idle. */
  readonly #idle = new Map<string, number[]>();
  readonly #invokeListeners: ((started: InvocationStarted) => void)[] = [];
  readonly #endListeners: ((ended: InvocationEnded) => void)[] = [];

  constructor(options: { readonly clock: VirtualClock; readonly random: Random }) {
    this.#clock = options.clock;
    this.#random = options.random.fork('lambda');
  }

  register(name: string, definition: LambdaFunction): void {
    this.#functions.set(name, definition);
  }

  /** Puts something around a function: for a test that breaks one on purpose. */
  wrap(name: string, around: (run: LambdaFunction['run']) => LambdaFunction['run']): void {
    const own = this.#functions.get(name);
    if (own === undefined) throw new Error(`the lab has no function ${name} to wrap`);
    this.#functions.set(name, { ...own, run: around((event, context) => own.run(event, context)) });
  }

  has(name: string): boolean {
    return this.#functions.has(name);
  }

  onInvoke(listener: (started: InvocationStarted) => void): void {
    this.#invokeListeners.push(listener);
  }

  onEnd(listener: (ended: InvocationEnded) => void): void {
    this.#endListeners.push(listener);
  }

  /** Starts an invocation and returns its request id. `done` is told once, whatever becomes of it. */
  invoke(
    name: string,
    payload: unknown,
    done: (result: Result) => void,
    requestId = this.#random.uuid(),
  ): string {
    const definition = this.#functions.get(name);
    if (definition === undefined)
      throw new Error(
        `the lab has no function ${name}; registered: ${[...this.#functions.keys()].join(', ')}`,
      );
    const event = payload === undefined ? {} : throughJson(payload);
    const cold = !this.#takeIdle(name);
    const overhead = cold ? this.#random.int(200, 400) : this.#random.int(10, 30);
    this.#clock.after(overhead, () => this.#start(name, definition, { requestId, event, cold }, done));
    return requestId;
  }

  /**
   * For those who wait for no answer, such as EventBridge. All tries of an event have the same request id.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
   */
  invokeAsync(name: string, payload: unknown): string {
    const [...waits] = triedAgainAfterMilliseconds;
    const requestId = this.#random.uuid();
    const attempt = () => {
      const ended = (result: Result) => {
        const wait = 'error' in result ? waits.shift() : undefined;
        if (wait !== undefined) this.#clock.after(wait, attempt);
      };
      this.invoke(name, payload, ended, requestId);
    };
    attempt();
    return requestId;
  }

  #start(
    functionName: string,
    definition: LambdaFunction,
    { requestId, event, cold }: { requestId: string; event: unknown; cold: boolean },
    done: (result: Result) => void,
  ): void {
    const startedAt = this.#clock.now();
    for (const listener of this.#invokeListeners)
      listener({ at: startedAt, requestId, functionName, event, cold });
    const about = { id: requestId, functionName, timeoutSeconds: definition.timeoutSeconds };
    const invocation = new Invocation(this.#clock, about, (ending, value) => {
      const at = this.#clock.now();
      const result = resultOf(ending, value, { requestId, timeoutSeconds: definition.timeoutSeconds });
      if (ending === 'returned' || ending === 'threw')
        this.#idle.set(functionName, [...(this.#idle.get(functionName) ?? []), at]);
      const ended = { at, requestId, functionName, ending, result, tookMilliseconds: at - startedAt };
      for (const listener of this.#endListeners) listener(ended);
      done(result);
    });
    // The event was made for this run alone: what listeners keep is another copy.
    const own = this.#invokeListeners.length === 0 ? event : throughJson(event);
    void settle(invocation, () => definition.run(own, contextOf(invocation)));
  }

  /** The environment idle for the shortest time, unless it has been given up meanwhile. */
  #takeIdle(name: string): boolean {
    const since = this.#clock.now() - keptMilliseconds;
    const kept = (this.#idle.get(name) ?? []).filter((idleAt) => idleAt >= since);
    const taken = kept.pop() !== undefined;
    this.#idle.set(name, kept);
    return taken;
  }
}

function contextOf(caller: Invocation): LambdaContext {
  return {
    awsRequestId: caller.id,
    functionName: caller.functionName,
    invokedFunctionArn: arn('lambda', `function:${caller.functionName}`),
    getRemainingTimeInMillis: () => caller.remainingMilliseconds(),
    caller,
  };
}

async function settle(invocation: Invocation, run: () => Promise<unknown>): Promise<void> {
  try {
    invocation.end('returned', await run());
  } catch (error) {
    invocation.end('threw', error);
  }
}
