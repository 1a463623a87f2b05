/** The context object: `$$` in JSONPath, `$states.context` in JSONata. */

import type { Visit } from './visit.ts';

export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
}

export function contextOf(visit: Visit): Record<string, unknown> {
  const { execution, mapItem } = visit.branch;
  const whole = {
    Execution: {
      Id: execution.arn,
      Input: execution.input.value,
      StartTime: new Date(execution.startDate).toISOString(),
      Name: execution.name,
      RoleArn: execution.machine.roleArn,
      RedriveCount: execution.redriveCount,
      ...(execution.redriveDate === undefined
        ? {}
        : { RedriveTime: new Date(execution.redriveDate).toISOString() }),
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    State: {
      Name: visit.state.name,
      EnteredTime: new Date(visit.enteredAt).toISOString(),
      ...(visit.state.isRetriable ? { RetryCount: visit.retryCount } : {}),
    },
    ...(mapItem === undefined ? {} : { Map: { Item: mapItem } }),
    ...(visit.taskToken === undefined ? {} : { Task: { Token: visit.taskToken } }),
  };
  return execution.testContext === undefined ? whole : { ...whole, ...execution.testContext };
}
