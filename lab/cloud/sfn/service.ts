/**
 * The part of the Step Functions API that functions call: starting an execution, whether it still runs, and answers to
 * task tokens. Not modelled: pages, redrives, the definition, maps; stopping is the lab's own business.
 */
import {
  type DescribeExecutionCommandInput,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidOutput,
  InvalidToken,
  type ListExecutionsCommandInput,
  type ListExecutionsCommandOutput,
  type SendTaskFailureCommandInput,
  type SendTaskSuccessCommandInput,
  type StartExecutionCommandInput,
  type StartExecutionCommandOutput,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { StatesEngine } from '../../states/engine.ts';
import type { SimulatedService } from '../service.ts';

export function sfnService(engine: StatesEngine): SimulatedService {
  return {
    actions: {
      DescribeExecution: ({
        executionArn = '',
      }: DescribeExecutionCommandInput): Partial<DescribeExecutionCommandOutput> => {
        const found = describe(engine, executionArn);
        if (found === undefined)
          throw new ExecutionDoesNotExist({
            message: `Execution Does Not Exist: '${executionArn}'`,
            $metadata: {},
          });
        const { status, name, stateMachineArn, startDate, stopDate } = found;
        return {
          executionArn,
          stateMachineArn,
          name,
          status,
          startDate: new Date(startDate),
          ...(stopDate !== undefined && { stopDate: new Date(stopDate) }),
        };
      },
      ListExecutions: ({
        stateMachineArn,
        maxResults = 100,
      }: ListExecutionsCommandInput): Partial<ListExecutionsCommandOutput> => ({
        executions: engine
          .listExecutions()
          .filter((one) => one.stateMachineArn === stateMachineArn)
          .toReversed()
          .slice(0, maxResults)
          .map(({ executionArn, stateMachineArn: machine, name, status, startDate }) => ({
            executionArn,
            stateMachineArn: machine,
            name,
            status,
            startDate: new Date(startDate),
          })),
      }),
      StartExecution: ({
        stateMachineArn = '',
        name,
        input = '{}',
      }: StartExecutionCommandInput): Partial<StartExecutionCommandOutput> =>
        asClient(() => {
          const started = engine.startExecution({
            stateMachineArn,
            input,
            ...(name !== undefined && { name }),
          });
          return { executionArn: started.executionArn, startDate: new Date(started.startDate) };
        }),
      SendTaskSuccess: ({ taskToken = '', output = '' }: SendTaskSuccessCommandInput): object =>
        asClient(() => engine.sendTaskSuccess({ taskToken, output })),
      SendTaskFailure: ({ taskToken = '', error = '', cause = '' }: SendTaskFailureCommandInput): object =>
        asClient(() => engine.sendTaskFailure({ taskToken, error, cause })),
    },
  };
}

function describe(engine: StatesEngine, executionArn: string) {
  try {
    return engine.describeExecution(executionArn);
  } catch {
    return undefined;
  }
}

const exceptions = { ExecutionAlreadyExists, InvalidOutput, InvalidToken, TaskDoesNotExist, TaskTimedOut };

/** The engine's errors under the SDK's classes. */
function asClient(answer: () => object | void): object {
  try {
    return answer() ?? {};
  } catch (error) {
    const { name, message } = error as Error;
    const Exception = exceptions[name as keyof typeof exceptions];
    throw Exception === undefined ? error : new Exception({ message, $metadata: {} });
  }
}
