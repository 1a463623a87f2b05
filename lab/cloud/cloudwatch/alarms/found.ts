import type { DescribeAlarmsInput, DescribeAlarmsOutput, StateValue } from '@aws-sdk/client-cloudwatch';
import { describeAlarms } from '../describe-alarms.ts';
import type { Alarms } from './alarms.ts';
import { teamAlarms } from './team.ts';

export type AlarmsFinding = 'configured' | 'missing' | 'ringing' | 'insufficientData' | 'muted';

const states: Readonly<Record<AlarmsFinding, StateValue>> = {
  configured: 'OK',
  missing: 'OK',
  ringing: 'ALARM',
  insufficientData: 'INSUFFICIENT_DATA',
  muted: 'OK',
};

/** Those of a cutover's own exist only once they are made. */
const ours = /^cutover/;

/** DescribeAlarms where the team has every alarm that is asked for by name; the first may be as the finding says. */
export function foundAlarms(alarms: Alarms, finding: AlarmsFinding) {
  const describe = describeAlarms(alarms);
  const team = teamAlarms(alarms);
  let first: string | undefined;
  return (input: DescribeAlarmsInput): DescribeAlarmsOutput => {
    for (const name of input.AlarmNames ?? []) {
      if (ours.test(name) || alarms.find(name) !== undefined) continue;
      first ??= name;
      if (finding !== 'missing' || name !== first) team.create(name, name === first ? states[finding] : 'OK');
    }
    return describe(input);
  };
}
