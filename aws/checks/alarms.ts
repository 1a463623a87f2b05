import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { type AlarmFacts, judgeAlarms } from '../../core/checks/telemetry.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { World } from '../world.ts';
import type { Reader } from './reader.ts';

export const readAlarms: Reader<'cloudwatch'> = async (world, { plan }) => {
  const facts = await readAlarmFacts(world, plan);
  return { verdict: judgeAlarms(plan.checks.alarms?.names ?? [], facts), facts };
};

/** A hundred names are one call; composite alarms come back only with permission on `*`. */
export async function readAlarmFacts(
  world: World<'cloudwatch'>,
  { checks, triggers }: Pick<Plan, 'checks' | 'triggers'>,
): Promise<AlarmFacts[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await world.clients.cloudwatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...(checks.alarms?.names ?? [])],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
    }),
  );
  const metric = MetricAlarms.map((one) => ({ ...one, evaluationState: one.EvaluationState }));
  const rules = CompositeAlarms.map(({ AlarmRule = '' }) => AlarmRule);
  return [...metric, ...CompositeAlarms.map((one) => ({ ...one, evaluationState: undefined }))].map(
    ({ AlarmName = '', StateValue = 'unknown', ActionsEnabled = true, evaluationState, ...more }) => ({
      name: AlarmName,
      state: StateValue,
      actionsEnabled: ActionsEnabled,
      isHeard:
        (more.AlarmActions ?? []).length > 0 ||
        triggers.alarms.includes(AlarmName) ||
        rules.some((rule) => rule.includes(`"${AlarmName}"`) || rule.includes(`(${AlarmName})`)),
      ...(evaluationState !== undefined && { evaluationState }),
    }),
  );
}
