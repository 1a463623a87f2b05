/**
 * Between the SDK's clients and the simulated services: what a network does. It takes virtual time, loses,
 * delays and doubles, passes copies, and goes on delivering what has left a caller that is dead by now.
 */
import { clientConfig } from '../../aws/clients/config.ts';
import type { Service } from '../../aws/world.ts';
import type { VirtualClock } from '../clock.ts';
import type { Random } from '../random.ts';
import { policyOf, withRetries } from './retries.ts';
import type { SimulatedService } from './service.ts';
import { type Call, type Caller, type CallRecord, type Fault, type Faults, mutating } from './wire/call.ts';
import { copy } from './wire/copy.ts';
import { type SdkError, timeoutError, withStatus } from './wire/errors.ts';
import { failureOf } from './wire/failure-of.ts';
import { RequestIds } from './wire/request-ids.ts';

export interface WireOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly services: { readonly [S in Service]?: SimulatedService };
  readonly faults?: Faults;
  /** From leaving the caller to its answer; 5 to 15 ms where a service is not named. */
  readonly latencyMilliseconds?: { readonly [S in Service]?: readonly [min: number, max: number] };
  /** How long the SDK waits for one answer; the deployed clients' own setting unless given. */
  readonly requestTimeoutMilliseconds?: number;
}

/** `resolve`, `reject` or neither: what became of an attempt, as its caller sees it. */
interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Wire {
  readonly #options: WireOptions;
  readonly #listeners: ((record: CallRecord) => void)[] = [];
  readonly #latencies = new Map<Service, Random>();
  readonly #requestIds: RequestIds;
  readonly #jitter: Random;
  readonly #timeout: number;
  #faults: Faults | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
    this.#faults = options.faults;
    this.#requestIds = new RequestIds(options.random.fork('wire/requests'));
    this.#jitter = options.random.fork('wire/retries');
    this.#timeout = options.requestTimeoutMilliseconds ?? clientConfig.requestHandler.requestTimeout;
  }

  /** Told of every attempt, when the service acts on it or fails it. */
  onCall(listener: (record: CallRecord) => void): void {
    this.#listeners.push(listener);
  }

  /** From now on these go wrong, instead of what did before. */
  meet(faults: Faults): void {
    this.#faults = faults;
  }

  /** Whether somebody is there who answers this call. */
  plays(service: string, action: string): boolean {
    const simulated = this.#options.services[service as Service];
    return simulated !== undefined && Object.hasOwn(simulated.actions, action);
  }

  /** What a client's `send` comes to: the SDK's output, one of its exceptions, or for a dead caller nothing. */
  async call(caller: Caller, service: Service, action: string, input: unknown): Promise<object> {
    const { clock } = this.#options;
    const isWrite = mutating(service, action);
    // A caller may change what it has sent while a write is on its way, or is kept. A question is only read.
    const sent = this.#tokened(service, action, isWrite ? copy(input) : input);
    const host = { sleep: (milliseconds: number) => clock.sleep(milliseconds), random: this.#jitter };
    const { answer, metadata } = await withRetries(
      host,
      policyOf(service, clientConfig.maxAttempts),
      (attempt) =>
        this.#attempt({
          at: clock.now(),
          caller,
          service,
          action,
          input: sent,
          mutating: isWrite,
          attempt,
        }),
    );
    const requestId = this.#requestIds.next();
    return { ...(answer as object), $metadata: { httpStatusCode: 200, requestId, ...metadata } };
  }

  /** The SDK's serialiser gives a transaction a token where it has none, one for all its retries. */
  #tokened(service: Service, action: string, input: unknown): unknown {
    if (service !== 'dynamodb' || action !== 'TransactWriteItems') return input;
    return { ClientRequestToken: this.#requestIds.next(), ...(input as object) };
  }

  #attempt(call: Call): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!call.caller.alive) return;
      const fault = this.#faults?.before(call) ?? {};
      if (fault.crash === 'before') call.caller.crash();
      else this.#send(call, fault, whileAlive(call.caller, { resolve, reject }));
    });
  }

  #send(call: Call, fault: Fault, waiting: Waiting): void {
    const { clock } = this.#options;
    const latency = this.#latency(call.service) + (fault.delayMilliseconds ?? 0);
    const unanswered = fault.fail?.name === 'TimeoutError';
    // How long the answer takes is known beforehand: a wait that would end before its time needs no clock.
    if (unanswered || latency >= this.#timeout)
      clock.after(this.#timeout, () => waiting.reject(timeoutError(this.#timeout)));
    clock.after(latency, () => {
      const { output, error } = this.#deliver(call, fault);
      if (fault.crash === 'after') call.caller.crash();
      if (unanswered) return;
      if (error === undefined) waiting.resolve(output);
      else waiting.reject(error);
    });
  }

  /** The service's side of an attempt. */
  #deliver(call: Call, { fail }: Fault): { output?: unknown; error?: Error } {
    const act = fail === undefined || fail.effect === true;
    const { output, error } = act ? this.#act(call) : {};
    const told = fail === undefined ? error : this.#failure(call, fail.name);
    const record = {
      ...call,
      sentAt: call.at,
      at: this.#options.clock.now(),
      effect: act && error === undefined,
      ...(told && { error: told }),
    };
    for (const listener of this.#listeners) listener(record);
    return told === undefined ? { output } : { error: told };
  }

  #act(call: Call): { output?: unknown; error?: Error } {
    try {
      // Only who writes may keep what it was given.
      const input = call.mutating ? copy(call.input) : call.input;
      const output = this.#action(call.service, call.action)(input) ?? {};
      if (output instanceof Promise)
        throw gap(`${call.service}:${call.action} of the lab must answer at once`);
      return { output: this.#options.services[call.service]?.makesItsAnswers ? output : copy(output) };
    } catch (thrown) {
      return { error: this.#identified(thrown as SdkError) };
    }
  }

  #action(service: Service, name: string): (input: unknown) => unknown {
    const simulated = this.#options.services[service];
    if (simulated === undefined)
      throw gap(`the lab has no ${service}: nothing was registered under that name`);
    const action = Object.hasOwn(simulated.actions, name) ? simulated.actions[name] : undefined;
    if (action === undefined)
      throw gap(`the lab's ${service} does not know ${name}; add it under lab/cloud/${service}/`);
    return action as (input: unknown) => unknown;
  }

  #failure(call: Call, name: string): SdkError {
    if (name === 'TimeoutError') return timeoutError(this.#timeout);
    return this.#identified(failureOf(call, name));
  }

  #identified(error: SdkError): SdkError {
    if (error.$fault === undefined) return error;
    withStatus(error).$metadata = { ...error.$metadata, requestId: this.#requestIds.next() };
    return error;
  }

  #latency(service: Service): number {
    const random = this.#latencies.get(service) ?? this.#options.random.fork(`wire/latency/${service}`);
    this.#latencies.set(service, random);
    const [min, max] = this.#options.latencyMilliseconds?.[service] ?? [5, 15];
    return random.int(min, max);
  }
}

/** Settles at most once (a promise sees to that), and only for somebody who is there to see it. */
function whileAlive(caller: Caller, { resolve, reject }: Waiting): Waiting {
  return {
    resolve: (output) => caller.alive && resolve(output),
    reject: (error) => caller.alive && reject(error),
  };
}

/** Not an AWS error: no retry, no translation; something that the lab has to learn. */
function gap(message: string): Error {
  const error = new Error(message);
  error.name = 'LabGap';
  return error;
}
