import type { SimulatedService } from '../service.ts';
import type { Alarms } from './alarms/alarms.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { setAlarmState } from './set-alarm-state.ts';

/** CloudWatch's metrics and metric alarms, and what stands beside them in the account. */
export function cloudwatch(alarms: Alarms, extras: SimulatedService['actions'] = {}) {
  return {
    makesItsAnswers: true,
    actions: {
      DeleteAlarms: deleteAlarms(alarms),
      DescribeAlarms: describeAlarms(alarms),
      GetMetricData: getMetricData(alarms.metrics),
      ListTagsForResource: listTagsForResource(alarms),
      PutMetricAlarm: putMetricAlarm(alarms),
      SetAlarmState: setAlarmState(alarms),
      ...extras,
    },
  } satisfies SimulatedService;
}
