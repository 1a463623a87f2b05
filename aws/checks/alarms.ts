import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { judgeAlarms } from '../../core/checks/telemetry.ts';
import type { Reader } from './reader.ts';

/** A hundred names are one call; composite alarms come back only with permission on `*`. */
export const readAlarms: Reader<'cloudwatch'> = async (world, { plan }) => {
  const names = plan.checks.alarms?.names ?? [];
  const { MetricAlarms = [], CompositeAlarms = [] } = await world.clients.cloudwatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
    }),
  );
  const metric = MetricAlarms.map((one) => ({ ...one, evaluationState: one.EvaluationState }));
  const facts = [...metric, ...CompositeAlarms.map((one) => ({ ...one, evaluationState: undefined }))].map(
    ({ AlarmName = '', StateValue = 'unknown', ActionsEnabled = true, evaluationState }) => ({
      name: AlarmName,
      state: StateValue,
      actionsEnabled: ActionsEnabled,
      ...(evaluationState !== undefined && { evaluationState }),
    }),
  );
  return { verdict: judgeAlarms(names, facts), facts };
};
