import {
  type DescribeAlarmsInput,
  type DescribeAlarmsOutput,
  InvalidNextToken,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { type Alarm, alarmArn } from './alarms/alarm.ts';
import type { Alarms } from './alarms/alarms.ts';
import { invalid } from './errors.ts';

const recordsDefault = 50;
const recordsMax = 100;

/** Metric alarms by names, prefix or state, by name, in pages. Not modelled: composite alarms, action prefixes, parents. */
export function describeAlarms(alarms: Alarms) {
  return (input: DescribeAlarmsInput): DescribeAlarmsOutput => {
    const { AlarmNames, AlarmNamePrefix, StateValue, MaxRecords = recordsDefault, NextToken } = input;
    if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
      throw invalid('AlarmNames and AlarmNamePrefix must not be given together.');
    if ((AlarmNames?.length ?? 0) > 100) throw invalid('AlarmNames must have at most 100 members.');
    if (MaxRecords < 1 || MaxRecords > recordsMax)
      throw invalid(`MaxRecords must be from 1 to ${recordsMax}.`);
    const { AlarmTypes, ...asked } = input;
    const odd = Object.keys(asked).find((key) => !playedKeys.has(key));
    if (odd !== undefined) throw invalid(`the lab's DescribeAlarms does not know ${odd}`);
    if (AlarmTypes !== undefined && !AlarmTypes.includes('MetricAlarm'))
      return { MetricAlarms: [], CompositeAlarms: [] };
    const found = (AlarmNames === undefined ? alarms.all() : named(alarms, AlarmNames)).filter(
      ({ name, state }) =>
        name.startsWith(AlarmNamePrefix ?? '') && (StateValue === undefined || state.value === StateValue),
    );
    const start = startOf(NextToken);
    const end = start + MaxRecords;
    return {
      MetricAlarms: found.slice(start, end).map(shown),
      CompositeAlarms: [],
      ...(end < found.length && { NextToken: `after-${end}` }),
    };
  };
}

const playedKeys = new Set(['AlarmNames', 'AlarmNamePrefix', 'StateValue', 'MaxRecords', 'NextToken']);

/** Names that nobody has are left out without a word. */
function named(alarms: Alarms, names: readonly string[]): Alarm[] {
  const found = [...new Set(names)].map((name) => alarms.find(name)).filter((alarm) => alarm !== undefined);
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function startOf(token: string | undefined): number {
  const start = token === undefined ? 0 : Number(/^after-(\d+)$/.exec(token)?.[1] ?? NaN);
  if (Number.isNaN(start))
    throw new InvalidNextToken({ message: 'The value of NextToken is not valid.', $metadata: {} });
  return start;
}

function shown(alarm: Alarm): MetricAlarm {
  const { input, state } = alarm;
  const { AlarmName, AlarmDescription, MetricName, Namespace, Statistic, ExtendedStatistic, Period } = input;
  const isMath = input.Metrics !== undefined;
  return {
    AlarmName,
    AlarmArn: alarmArn(alarm.name),
    AlarmDescription,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: [...(input.OKActions ?? [])],
    AlarmActions: [...(input.AlarmActions ?? [])],
    InsufficientDataActions: [...(input.InsufficientDataActions ?? [])],
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.at),
    StateTransitionedTimestamp: new Date(alarm.transitionedAt),
    ...(isMath
      ? { Dimensions: [], Metrics: structuredClone(input.Metrics) }
      : {
          MetricName,
          Namespace,
          Statistic,
          ExtendedStatistic,
          Period,
          Dimensions: structuredClone(input.Dimensions ?? []),
        }),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: input.DatapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: input.TreatMissingData,
    EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile,
  };
}
