/** One instant of an exploration: the world, who is running, and what is on the wire. */
import type { Place } from './cloud.ts';

/** Where one runner of a cutover stands: in a state of the machine, or at an end. */
export type Stand =
  | 'asleep'
  | 'Shift traffic'
  | 'Hold'
  | 'Stop watching'
  | 'Promote'
  | 'Roll back'
  | 'Wait out stragglers'
  | 'Confirm rollback'
  | Outcome;

export type Outcome = 'promoted' | 'rolledBack' | 'needsPerson' | 'stopped' | 'gaveUp';

/** Whoever starts functions for a cutover: its execution, a reconciler, the execution of the next cutover. */
export interface Runner {
  readonly cutover: string;
  readonly at: Stand;
  /** The invocation that it waits for; -1 where it waits for none. */
  readonly waitsFor: number;
  readonly retries: number;
  readonly epoch: number;
  readonly backAt: number;
  /** Of a wait: invocations with a smaller number are dead when it is over. */
  readonly before: number;
  /** How far it is in its release. */
  readonly done: number;
}

/** A function that runs, whether or not somebody still waits for it. */
export interface Invocation {
  readonly id: number;
  readonly runner: number;
  readonly node: number;
}

/** A write that has left its caller and has not arrived. Nobody waits for its answer. */
export interface Flight {
  readonly id: number;
  readonly runner: number;
  readonly ask: number;
}

/** How many of each may still happen. */
export interface Budget {
  /** A call fails for its caller after its timeout; a write stays on the wire and may arrive later, or never. */
  readonly late: number;
  /** The SDK sends a write again while the first attempt stays on the wire. */
  readonly again: number;
  /** An invocation dies; its write may have left it. */
  readonly crash: number;
  /** The state machine is told that an invocation failed which runs on: it starts a second one. */
  readonly twice: number;
  /** Somebody else changes the weights. */
  readonly drift: number;
  /** The ledger does not answer for a while. */
  readonly outage: number;
  /** StopExecution. */
  readonly stop: number;
  /** A trigger rings. */
  readonly trigger: number;
}

export interface State extends Place {
  readonly isDown: boolean;
  readonly runners: readonly Runner[];
  readonly invocations: readonly Invocation[];
  readonly wire: readonly Flight[];
  readonly left: Budget;
  /** A rollback has been confirmed: the share stays 0. */
  readonly isHome: boolean;
}

export function nextId({ invocations, wire, runners }: State): number {
  const used = [...invocations, ...wire].map(({ id }) => id);
  return Math.max(-1, ...used, ...runners.map(({ before }) => before - 1)) + 1;
}

/** One text for states that cannot be told apart: only the order of invocations matters, not their numbers. */
export function keyOf(state: State): string {
  const used = new Set([...state.invocations, ...state.wire].map(({ id }) => id));
  const ids = [...used].toSorted((a, b) => a - b);
  const rank = new Map(ids.map((id, index) => [id, index]));
  const older = (before: number) => ids.filter((id) => id < before).length;
  const runners = state.runners.map((one) =>
    [
      one.cutover,
      one.at,
      rank.get(one.waitsFor) ?? -1,
      one.retries,
      one.epoch,
      one.backAt,
      older(one.before),
      one.done,
    ].join(),
  );
  const invocations = state.invocations.map(({ id, runner, node }) => `${rank.get(id)},${runner},${node}`);
  const wire = state.wire.map(({ id, runner, ask }) => `${rank.get(id)},${runner},${ask}`).toSorted();
  const world = `${state.row},${state.rules},${state.isDown ? 1 : 0},${state.isHome ? 1 : 0}`;
  const left = Object.values(state.left).join();
  return [world, left, runners.join(';'), invocations.join(';'), wire.join(';')].join('|');
}

export function withRunner(state: State, index: number, runner: Runner): State {
  return { ...state, runners: state.runners.map((one, at) => (at === index ? runner : one)) };
}

export function spending(state: State, what: keyof Budget): State {
  return { ...state, left: { ...state.left, [what]: state.left[what] - 1 } };
}
