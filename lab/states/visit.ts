/** One stay of a branch in a state: enter, perform, and on failure Retry or Catch. */

import type { Branch } from './branch.ts';
import { contextOf } from './context.ts';
import { Document, documentOf } from './document.ts';
import type { Environment } from './environment.ts';
import { Cancelled, dataLimitExceeded, errorOutput, type Failure, Problem, StateFailure } from './failure.ts';
import type { CompiledState, Leaving } from './graph.ts';
import { inputDetails, outputDetails } from './history.ts';
import type { StatesHost } from './host.ts';
import { exceedsPayload, PAYLOAD_BYTES_MAX, sizeOf, VARIABLES_BYTES_MAX } from './limits.ts';
import { matches } from './matching.ts';
import { Retries } from './retry.ts';
import type { Scope } from './scope.ts';

/** What became of the branches of a Parallel or the iterations of a Map, by their numbers. */
export interface Forked {
  readonly outputs: Map<number, unknown>;
  readonly branches: Map<number, Branch>;
}

export class Visit implements Environment {
  readonly branch: Branch;
  readonly state: CompiledState;
  readonly document: Document;
  readonly enteredAt: number;
  enteredEventId = 0;
  /** The event before the state was entered. */
  readonly previousEventId: number;
  retryCount = 0;
  taskToken: string | undefined;
  result: unknown;
  errorOutput: unknown;
  forked: Forked | undefined;
  /** Of the visit that a redrive goes on from. */
  redriven: Forked | undefined;
  /** What the data came to step by step, where the state is under test. */
  inspected: Record<string, unknown> | undefined;

  constructor(branch: Branch, state: CompiledState, document: Document) {
    this.branch = branch;
    this.state = state;
    this.document = document;
    this.enteredAt = branch.execution.host.clock.now();
    this.previousEventId = branch.lastEventId;
  }

  get host(): StatesHost {
    return this.branch.execution.host;
  }

  get scope(): Scope {
    return this.branch.scope;
  }

  get input(): unknown {
    return this.document.value;
  }

  context(): Record<string, unknown> {
    return contextOf(this);
  }

  /** Returns the value as it is. */
  inspect<T>(step: string, value: T): T {
    if (this.inspected !== undefined) this.inspected[step] = value;
    return value;
  }
}

export function visitState(visit: Visit): Promise<Leaving> {
  const { branch, state, document } = visit;
  visit.enteredEventId = branch.emit(`${state.type}StateEntered`, () => ({
    stateEnteredEventDetails: { name: state.name, ...inputDetails(document.text) },
  }));
  return performState(visit);
}

/** What is left of a stay once the state is entered. */
export async function performState(visit: Visit): Promise<Leaving> {
  visit.branch.execution.stateTransitions += 1;
  const leaving = await persist(visit);
  exit(visit, leaving);
  return leaving;
}

/** Performs the state until it succeeds, is caught or has no attempt left. */
async function persist(visit: Visit): Promise<Leaving> {
  const retries = new Retries(visit.state.retriers);
  for (;;) {
    try {
      return await visit.state.perform(visit);
    } catch (thrown) {
      const failure = failureOf(visit, thrown);
      if (failure.isTerminal === true)
        throw new StateFailure({ eventId: visit.branch.lastEventId, ...failure });
      const delay = retries.next(failure.error, () => visit.host.random());
      if (delay === undefined) return caught(visit, failure);
      if (delay > 0) await visit.branch.sleep(delay * 1000);
      visit.retryCount += 1;
      visit.branch.execution.stateTransitions += 1;
      visit.result = undefined;
    }
  }
}

export async function caught(visit: Visit, failure: Failure): Promise<Leaving> {
  const { type, catchers } = visit.state;
  if (type === 'Parallel' || type === 'Map') visit.branch.emit(`${type}StateFailed`);
  const catcher = catchers.find((one) => matches(one.errorEquals, failure.error));
  if (catcher === undefined) throw new StateFailure(failure);
  const output = errorOutput(failure);
  visit.errorOutput = output;
  try {
    const flowed = await catcher.leave(visit, output);
    return { ...flowed, output: documentOf(flowed.output, visit.document), next: catcher.next };
  } catch (thrown) {
    throw new StateFailure(failureOf(visit, thrown));
  }
}

export function exit(visit: Visit, leaving: Leaving): void {
  const { branch, state } = visit;
  if (leaving.output !== visit.document && exceedsPayload(leaving.output.text)) {
    const failure = dataLimitExceeded(state.name);
    throw new StateFailure({ ...failure, isTerminal: true, eventId: branch.lastEventId });
  }
  if (leaving.assigned !== undefined) checkAssigned(visit, leaving.assigned);
  // A Fail state is never left.
  branch.emit(`${state.type}StateExited`, () => ({
    stateExitedEventDetails: {
      name: state.name,
      ...outputDetails(leaving.output.text),
      ...assignedDetails(leaving.assigned),
    },
  }));
  if (leaving.assigned !== undefined) branch.scope.assign(leaving.assigned);
}

/** Of one state's assignments, and of all variables together with them. */
function checkAssigned({ branch, state, scope }: Visit, assigned: NonNullable<Leaving['assigned']>): void {
  const size = sizeOf(assigned);
  if (size <= PAYLOAD_BYTES_MAX && scope.size + size <= VARIABLES_BYTES_MAX) return;
  throw new StateFailure({ ...dataLimitExceeded(state.name), isTerminal: true, eventId: branch.lastEventId });
}

function assignedDetails(assigned: Leaving['assigned']) {
  const entries = Object.entries(assigned ?? {});
  if (entries.length === 0) return {};
  return {
    assignedVariables: Object.fromEntries(entries.map(([name, value]) => [name, JSON.stringify(value)])),
    assignedVariablesDetails: { truncated: false },
  };
}

/** Puts the state's name on a Problem and writes EvaluationFailed where AWS does. */
export function failureOf(visit: Visit, thrown: unknown): Failure {
  if (visit.branch.isCancelled) throw new Cancelled();
  if (thrown instanceof StateFailure) return thrown.failure;
  if (!(thrown instanceof Problem)) throw thrown;
  const { error, kind } = thrown;
  const cause = `An error occurred while executing the state '${visit.state.name}' (entered at the event id #${visit.enteredEventId}). ${thrown.message}`;
  if (kind === 'query') evaluationFailed(visit, thrown, cause);
  return { error, cause, isTerminal: kind === 'runtime' };
}

function evaluationFailed(visit: Visit, problem: Problem, cause: string): void {
  const { branch, state } = visit;
  // What fails before the state has done anything follows, for AWS, the event before the state.
  const isUntouched = branch.lastEventId === visit.enteredEventId && state.type !== 'Wait';
  const previous = isUntouched ? visit.previousEventId : branch.lastEventId;
  const { location } = problem;
  branch.lastEventId = branch.note(
    'EvaluationFailed',
    () => ({
      evaluationFailedEventDetails: {
        error: problem.error,
        cause,
        ...(location === undefined ? {} : { location }),
        state: state.name,
      },
    }),
    previous,
  );
}
