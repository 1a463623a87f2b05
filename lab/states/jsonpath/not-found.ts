/** The error of a path that leads nowhere, as the service words it. */

import { type Problem, runtimeProblem } from '../failure.ts';

export function notFound(text: string, field: string, input: unknown): Problem {
  return runtimeProblem(
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`,
  );
}
