/**
 * What a runner does when one of its functions has ended, as the state machine says: which errors it tries again,
 * how often, and where everything else leads. Retries are read from the machine's file.
 */
import { readMachine } from '../../lab/machine.ts';
import type { Ending } from './code.ts';
import type { Runner, Stand } from './state.ts';

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
}

interface StateFile {
  readonly Retry?: readonly Retrier[];
  readonly States?: Readonly<Record<string, StateFile>>;
  readonly Branches?: readonly StateFile[];
}

export interface Machine {
  /** Whether a state tries again after this error, so many retries having been made. */
  retries(state: Stand, error: string, made: number): boolean;
  /** Where a runner is when a rollback has been waited for. */
  readonly afterWait: Stand;
  /** Whether a wait outlives every older function. */
  readonly waitsLongEnough: boolean;
}

export const deployed: Machine = {
  retries: (state, error, made) =>
    (retriersOf(state) ?? []).some(
      ({ ErrorEquals, MaxAttempts }) =>
        made < MaxAttempts && (ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL')),
    ),
  afterWait: 'Confirm rollback',
  waitsLongEnough: true,
};

const found = new Map<string, readonly Retrier[]>();

function retriersOf(name: string): readonly Retrier[] {
  let retriers = found.get(name);
  if (retriers === undefined) {
    const state = find(readMachine() as StateFile, name);
    if (state === undefined) throw new Error(`the state machine has no state "${name}"`);
    found.set(name, (retriers = state.Retry ?? []));
  }
  return retriers;
}

function find(file: StateFile, name: string): StateFile | undefined {
  const here = file.States?.[name];
  if (here !== undefined) return here;
  for (const inner of [...Object.values(file.States ?? {}), ...(file.Branches ?? [])]) {
    const state = find(inner, name);
    if (state !== undefined) return state;
  }
  return undefined;
}

export const outcomes: readonly Stand[] = ['promoted', 'rolledBack', 'needsPerson', 'stopped', 'gaveUp'];

/** As often as a reconciler tries in the explored while; the deployed one does for a quarter of an hour. */
const turnsMax = 3;

/** A runner that has been told how its function ended. */
export function told(
  machine: Machine,
  runner: Runner,
  ending: Ending,
  { isReconciler }: { readonly isReconciler: boolean },
): Runner {
  const next = { ...runner, waitsFor: -1, retries: 0 };
  if ('error' in ending) {
    const { name } = ending.error;
    const retries = runner.retries + 1;
    if (isReconciler) return { ...next, retries, at: retries < turnsMax ? 'asleep' : 'needsPerson' };
    if (machine.retries(runner.at, name, runner.retries)) return { ...next, retries };
    const isReleasing = runner.at === 'Shift traffic' || runner.at === 'Stop watching';
    return { ...next, at: isReleasing ? 'Roll back' : 'needsPerson' };
  }
  const { output } = ending as { output: { epoch?: number; backAt?: number; decision?: string } };
  const { epoch = runner.epoch, backAt = runner.backAt, decision } = output;
  const { at, done } = runner;
  if (at === 'Shift traffic') return { ...next, at: 'Hold', done: done + 1 };
  if (at === 'Stop watching') return { ...next, at: 'Hold', done: done + (decision === 'over' ? 1 : 0) };
  if (at === 'Promote') return { ...next, at: 'promoted' };
  if (at === 'Roll back') return { ...next, epoch, backAt, at: afterDecision(decision) };
  return { ...next, at: 'rolledBack' };
}

/** As the state "Which way?" routes. */
function afterDecision(decision: string | undefined): Stand {
  if (decision === 'forward') return 'Promote';
  return decision === 'over' ? 'gaveUp' : 'Wait out stragglers';
}
