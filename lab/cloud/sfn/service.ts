/**
 * The part of the Step Functions API that functions call: whether an execution still runs.
 * Not modelled: redrives, the definition, maps; starting and stopping is the lab's own business.
 */
import {
  type DescribeExecutionCommandInput,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
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
