/**
 * CloudWatch Alarm State Change.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
import type { Dimension, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type AlarmState, alarmArn, type Transition } from '../cloudwatch/alarms/alarm.ts';
import { stamp } from '../cloudwatch/alarms/reason.ts';
import type { Subject } from './event.ts';

export function alarmEvent({ alarm, previous }: Transition): Subject {
  const description = alarm.input.AlarmDescription;
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarmArn(alarm.name)],
    detail: {
      alarmName: alarm.name,
      configuration: {
        ...(description !== undefined && { description }),
        metrics: alarm.queries.map(metricOf),
      },
      previousState: stateOf(previous),
      state: stateOf(alarm.state),
    },
  };
}

function stateOf({ value, reason, reasonData, at }: AlarmState) {
  return { reason, ...(reasonData !== undefined && { reasonData }), timestamp: stamp(at), value };
}

function metricOf({ Id, Expression, Label, MetricStat, ReturnData = true }: MetricDataQuery) {
  const { Metric, Period, Stat } = MetricStat ?? {};
  return {
    id: Id,
    ...(Expression !== undefined && { expression: Expression }),
    ...(Label !== undefined && { label: Label }),
    ...(MetricStat !== undefined && {
      metricStat: {
        metric: {
          dimensions: dimensionsOf(Metric?.Dimensions),
          name: Metric?.MetricName,
          namespace: Metric?.Namespace,
        },
        period: Period,
        stat: Stat,
      },
    }),
    returnData: ReturnData,
  };
}

function dimensionsOf(dimensions: readonly Dimension[] = []): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
}
