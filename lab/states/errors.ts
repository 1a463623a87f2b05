/** The exceptions of the Step Functions API, by the names that AWS gives them. */

export class StatesApiError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Carries every problem that was found, each with its place in the definition. */
export class InvalidDefinition extends StatesApiError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('InvalidDefinition', `Invalid State Machine Definition: '${problems.join(', ')}'`);
    this.problems = problems;
  }
}

export const invalidName = (name: string) => new StatesApiError('InvalidName', `Invalid Name: '${name}'`);

export const invalidExecutionInput = (why: string) =>
  new StatesApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);

export const invalidOutput = (why: string) => new StatesApiError('InvalidOutput', `Invalid Output: '${why}'`);

export const stateMachineDoesNotExist = (arn: string) =>
  new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const executionAlreadyExists = (arn: string) =>
  new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

export const taskDoesNotExist = () =>
  new StatesApiError('TaskDoesNotExist', 'Task does not exist: the token belongs to no task');

/** Also the answer to a second use of a token. */
export const taskTimedOut = () =>
  new StatesApiError('TaskTimedOut', 'Task Timed Out: the task of this token is over');
