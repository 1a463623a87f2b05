/** TestState: one state on its own. Of its HTTP requests and the iterations of a Map the lab plays nothing. */
import { validationException } from '../../states/errors.ts';
import type { StateTestResult } from '../../states/test-state.ts';
import { checkRoleArn } from '../arns.ts';
import * as kinds from '../kinds.ts';
import { flag, integer, oneOf, optional, required, structure, text } from '../members.ts';
import { given, operation } from '../operation.ts';

const stateName = text({ min: 1, max: 80 });

export const TestState = operation(
  {
    definition: required(kinds.definition),
    roleArn: optional(kinds.arn),
    input: optional(kinds.data),
    inspectionLevel: optional(oneOf('INFO', 'DEBUG', 'TRACE')),
    revealSecrets: optional(flag),
    variables: optional(kinds.data),
    stateName: optional(stateName),
    mock: optional(
      structure({
        result: optional(kinds.data),
        errorOutput: optional(structure({ error: optional(kinds.error), cause: optional(kinds.cause) })),
        fieldValidationMode: optional(oneOf('STRICT', 'PRESENT', 'NONE')),
      }),
    ),
    context: optional(kinds.data),
    stateConfiguration: optional(
      structure({
        retrierRetryCount: optional(integer({ min: 0 })),
        errorCausedByState: optional(stateName),
        mapIterationFailureCount: optional(integer({ min: 0 })),
        mapItemReaderData: optional(kinds.data),
      }),
    ),
  },
  async (input, { engine }) => {
    const { definition, roleArn, variables, context, mock, inspectionLevel = 'INFO' } = input;
    const { retrierRetryCount, ...unplayed } = input.stateConfiguration ?? {};
    if (roleArn !== undefined) checkRoleArn(roleArn);
    for (const name of Object.keys(unplayed))
      throw validationException(`The lab does not play stateConfiguration.${name}`);
    const { result, errorOutput } = mock ?? {};
    const tested = await engine.testState({
      definition,
      ...given({
        roleArn,
        variables,
        context,
        retrierRetryCount,
        stateName: input.stateName,
        input: input.input,
      }),
      ...(mock !== undefined && {
        mock: given({ result, errorOutput: errorOutput === undefined ? undefined : given(errorOutput) }),
      }),
    });
    return answer(tested, inspectionLevel === 'INFO');
  },
);

function answer({ inspectionData, ...told }: StateTestResult, isBare: boolean): object {
  return isBare ? told : { ...told, inspectionData };
}
