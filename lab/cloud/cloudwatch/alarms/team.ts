/** Alarms that the team had before us: they watch a metric that nobody publishes, so that each stays as it is put. */
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { putMetricAlarm } from '../put-metric-alarm.ts';
import { setAlarmState } from '../set-alarm-state.ts';
import { place } from '../../service.ts';
import type { Transition } from './alarm.ts';
import type { Alarms } from './alarms.ts';

export interface TeamAlarms {
  create(name: string, state?: StateValue): void;
  /** Tells listeners where that is another state than before. */
  setState(name: string, state: StateValue, reason?: string): void;
  /** Every alarm's transitions: the team's and ours. */
  onTransition(listener: (transition: Transition) => void): void;
}

export function teamAlarms(alarms: Alarms): TeamAlarms {
  const put = putMetricAlarm(alarms);
  const set = setAlarmState(alarms);
  const setState = (
    AlarmName: string,
    StateValue: StateValue,
    StateReason = `Somebody set it to ${StateValue}`,
  ) => void set({ AlarmName, StateValue, StateReason });
  return {
    create: (name, state = 'OK') => {
      put({
        AlarmName: name,
        AlarmDescription: "The team's own",
        Namespace: 'Team',
        MetricName: name,
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'ignore',
        AlarmActions: [`arn:aws:sns:${place.region}:${place.account}:team`],
      });
      setState(name, state);
    },
    setState,
    onTransition: (listener) => alarms.onTransition(listener),
  };
}
