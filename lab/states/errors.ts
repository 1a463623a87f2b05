/** The exceptions of the Step Functions API, by the names that AWS gives them. */

import { type Problem, problemText } from './problems.ts';

export class StatesApiError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Carries every problem that was found, each with its place in the definition. */
export class InvalidDefinition extends StatesApiError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('InvalidDefinition', `Invalid State Machine Definition: '${problems.map(problemText).join(', ')}'`);
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

export const stateMachineAlreadyExists = (arn: string) =>
  new StatesApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);

export const stateMachineTypeNotSupported = () =>
  new StatesApiError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );

export const activityDoesNotExist = (arn: string) =>
  new StatesApiError('ActivityDoesNotExist', `Activity does not exist: '${arn}'`);

export const resourceNotFound = (arn: string) =>
  new StatesApiError('ResourceNotFound', `Resource not found: '${arn}'`);

export const tooManyTags = (arn: string) =>
  new StatesApiError('TooManyTags', `The resource '${arn}' would have more than 50 tags`);

export const executionNotRedrivable = (arn: string, why: string) =>
  new StatesApiError('ExecutionNotRedrivable', `The execution '${arn}' is not redrivable: ${why}`);

export const validationException = (message: string) => new StatesApiError('ValidationException', message);

export const invalidArn = (message: string) => new StatesApiError('InvalidArn', `Invalid Arn: '${message}'`);

export const invalidToken = () => new StatesApiError('InvalidToken', "Invalid Token: 'Invalid token'");

export const taskDoesNotExist = () =>
  new StatesApiError('TaskDoesNotExist', 'Task does not exist: the token belongs to no task');

/** Also the answer to a second use of a token. */
export const taskTimedOut = () =>
  new StatesApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
