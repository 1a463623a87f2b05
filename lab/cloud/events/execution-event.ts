/**
 * Step Functions Execution Status Change. Not modelled: redrives, versions and aliases.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
import type { ExecutionDescription } from '../../states/engine.ts';
import type { Subject } from './event.ts';

/** Input and output together; longer ones are left out. */
const dataBytesMax = 248 * 1024;

export function executionEvent(execution: ExecutionDescription): Subject {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output } = execution;
  const included = Buffer.byteLength(input) + Buffer.byteLength(output ?? '') <= dataBytesMax;
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      name,
      status,
      startDate,
      stopDate: stopDate ?? null,
      ...(included && { input, output: output ?? null }),
      inputDetails: { included },
      outputDetails: output === undefined ? null : { included },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
      redriveCount: execution.redriveCount,
    },
  };
}
