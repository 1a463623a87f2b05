/** Our own alarms: one for each trigger and scope, so that EventBridge can push what the guard would find at its next look. */
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm, AlarmArmed } from '../core/triggers/alarm.ts';
import { isNamed } from './failures.ts';
import type { CutoverRef } from './ledger/story.ts';
import { type Measured, metricStat } from './metrics.ts';
import { inTurn } from './turn.ts';
import type { World } from './world.ts';

/** PutMetricAlarm takes three calls a second of a whole account, and somebody else may want one. */
const pauseMilliseconds = 500;
/** Where others want more of them than there are: as long as the function has, it waits for its turn. */
const turnMilliseconds = 1_500;
const waitMillisecondsMax = 20_000;

/** Makes or overwrites them, one after the other: a retry finds what is there and goes on. */
export async function putAlarms(
  world: World<'cloudwatch'>,
  cutover: CutoverRef,
  of: Measured,
  alarms: readonly Alarm[],
): Promise<void> {
  const untilMilliseconds = world.clock.now() + waitMillisecondsMax;
  for (const [index, alarm] of alarms.entries()) {
    if (index > 0) await world.clock.sleep(pauseMilliseconds);
    const put = new PutMetricAlarmCommand({
      AlarmName: alarm.name,
      AlarmDescription: alarm.description,
      Metrics: [
        { Id: 'rule', Expression: alarm.math, Label: alarm.triggerId, ReturnData: true },
        ...alarm.metrics.map(({ id, ...metric }) => ({
          Id: id,
          MetricStat: metricStat(metric, of),
          ReturnData: false,
        })),
      ],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: alarm.above,
      EvaluationPeriods: alarm.minutes,
      DatapointsToAlarm: alarm.minutes,
      TreatMissingData: 'notBreaching',
      Tags: [{ Key: 'cutover', Value: cutover.id }],
    });
    await inTurn(world, { untilMilliseconds, pauseMilliseconds: turnMilliseconds }, () =>
      world.clients.cloudwatch.send(put),
    );
  }
}

/**
 * Those of them that exist: DeleteAlarms deletes none when it meets a name that nobody has, and a try before this one,
 * given up as lost, may still be deleting. Returns how many there were.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export async function deleteAlarms(
  world: World<'cloudwatch'>,
  armed: readonly AlarmArmed[],
): Promise<number> {
  if (armed.length === 0) return 0;
  const { MetricAlarms = [] } = await world.clients.cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNames: armed.map(({ name }) => name), MaxRecords: 100 }),
  );
  const AlarmNames = MetricAlarms.flatMap(({ AlarmName }) => AlarmName ?? []);
  if (AlarmNames.length === 0) return 0;
  try {
    await world.clients.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
    return AlarmNames.length;
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFound', 'ResourceNotFoundException')) throw error;
    return deleteAlarms(world, armed);
  }
}
