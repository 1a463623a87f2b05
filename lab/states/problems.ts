/** What is wrong with a definition, in the words of ValidateStateMachineDefinition. */

export interface Problem {
  /** SCHEMA_VALIDATION_FAILED, MISSING_TRANSITION_TARGET and the like. */
  readonly code: string;
  readonly message: string;
  /** A JSON pointer into the definition. */
  readonly location: string;
}

export function problemText({ code, message, location }: Problem): string {
  return `${code}: ${message} at ${location}`;
}
