/**
 * How things go wrong in an execution: evaluators raise a Problem that knows no state; a state turns it into
 * a StateFailure, which Retry and Catch look at.
 */

export type ProblemKind = 'query' | 'runtime' | 'other';

/** Something that could not be evaluated. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly error: string;
  /** The field that was evaluated, for EvaluationFailed. Absent where no expression is to blame. */
  readonly location: string | undefined;

  constructor(kind: ProblemKind, error: string, message: string, location?: string) {
    super(message);
    this.kind = kind;
    this.error = error;
    this.location = location;
  }
}

export const runtimeProblem = (message: string) => new Problem('runtime', 'States.Runtime', message);

export const queryProblem = (message: string, location?: string) =>
  new Problem('query', 'States.QueryEvaluationError', message, location);

export interface Failure {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** Ends the execution: neither Retry nor Catch sees it. */
  readonly isTerminal?: boolean;
  /** The event that came before, for a terminal failure of an inner branch. */
  readonly eventId?: number;
}

export class StateFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.cause);
    this.failure = failure;
  }
}

/** Unwinds a branch that nobody waits for any more. */
export class Cancelled extends Error {}

/** What Catch hands on. */
export function errorOutput(failure: Failure): Record<string, string> {
  return { Error: failure.error ?? '', Cause: failure.cause ?? '' };
}

export function dataLimitExceeded(who: string): Failure {
  return {
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${who}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}
