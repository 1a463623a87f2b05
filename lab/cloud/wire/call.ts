/** The words of the wire: who calls, what is called, what may go wrong with it, and what observers are told. */
import type { Service } from '../../../aws/world.ts';

/** Whoever makes calls: one running invocation of a function, or a program on somebody's laptop. */
export interface Caller {
  readonly id: string;
  readonly functionName: string;
  /** A dead caller makes no further call, and no call that it made is ever answered. */
  readonly alive: boolean;
  /** Dies here and now, between two lines. */
  crash(): void;
}

/** A caller that cannot die: the CLI, or the service that does something on behalf of the account. */
export function lastingCaller(name: string): Caller {
  return { id: name, functionName: name, alive: true, crash: () => undefined };
}

/** One attempt of one call. */
export interface Call {
  readonly at: number;
  readonly caller: Caller;
  readonly service: Service;
  /** The SDK's name, which is IAM's: `ModifyRule`, `PutItem`. */
  readonly action: string;
  readonly input: unknown;
  readonly mutating: boolean;
  /** 1 for the first; each retry of the SDK's is an attempt of its own. */
  readonly attempt: number;
}

/** What observers are told, at the moment in which the service acted (or did not). */
export interface CallRecord extends Call {
  /** When it left its caller. */
  readonly sentAt: number;
  /** Whether the service did what it was asked: true also where the caller was told otherwise. */
  readonly effect: boolean;
  /** What the caller is told, if it is still there. */
  readonly error?: Error;
}

/** What goes wrong with one attempt. Parts combine: slow, and then it fails. */
export interface Fault {
  /** Longer than usual by this much; takes effect at the end, whether or not somebody still waits. */
  readonly delayMilliseconds?: number;
  /** An AWS error by name. `TimeoutError` is no answer at all: the caller gives up after its own timeout. */
  readonly fail?: { readonly name: string; readonly effect?: boolean };
  /** The caller dies just before the call leaves it, or after it took effect and before its answer. */
  readonly crash?: 'before' | 'after';
}

/** Asked once for every attempt, as it leaves the caller. */
export interface Faults {
  before(call: Call): Fault | undefined;
}

/** Without a change to anything, by the first word of the name. */
const reading =
  /^(Describe|Get|List|Query|BatchGet|BatchCheck|Scan|TransactGet|Head|Filter|Select|Lookup|Search|Test)/;
const readingToo = new Set(['logs:StartQuery', 'logs:StopQuery']);

export function mutating(service: string, action: string): boolean {
  return !reading.test(action) && !readingToo.has(`${service}:${action}`);
}
