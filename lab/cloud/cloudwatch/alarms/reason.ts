/** Why an alarm is in its state, in CloudWatch's words, and the same for programs. */
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { type Alarm, isBreaching, type TreatMissingData } from './alarm.ts';

/** The points that decided, the oldest first. */
export interface Evidence {
  readonly points: readonly { readonly at: number; readonly value: number }[];
  readonly now: number;
}

const words: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

const treated: Readonly<Partial<Record<TreatMissingData, string>>> = {
  breaching: '[Breaching]',
  notBreaching: '[NonBreaching]',
};

export function reasonOf(alarm: Alarm, to: StateValue, { points }: Evidence): string {
  const missing = alarm.evaluationPeriods - points.length;
  if (to === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${datapoints(Math.max(1, missing))} ${missing > 1 ? 'were' : 'was'} unknown.`;
  const as = treated[alarm.treatMissingData] ?? '[Missing]';
  if (points.length === 0)
    return `Threshold Crossed: no datapoints were received for ${periods(missing)} and ${missing} missing ${missing === 1 ? 'datapoint was' : 'datapoints were'} treated as ${as}.`;
  const decisive = points.filter(({ value }) => isBreaching(alarm, value) === (to === 'ALARM'));
  const told = decisive.toReversed().map(({ at, value }) => `${decimal(value)} (${date(at)})`);
  const verb = told.length === 1 ? 'was' : 'were';
  const not = to === 'ALARM' ? '' : 'not ';
  const gaps =
    missing > 0
      ? ` ${missing} missing ${missing === 1 ? 'datapoint was' : 'datapoints were'} treated as ${as}`
      : '';
  const minimum =
    to === 'ALARM' ? alarm.datapointsToAlarm : alarm.evaluationPeriods - alarm.datapointsToAlarm + 1;
  const change = to === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  return (
    `Threshold Crossed: ${told.length} out of the last ${datapoints(alarm.evaluationPeriods)} [${told.join(', ')}] ${verb} ` +
    `${not}${words[alarm.comparison]} the threshold (${decimal(alarm.threshold)})${gaps} (minimum ${datapoints(minimum)} for ${change} transition).`
  );
}

export function reasonDataOf({ input, watched, threshold }: Alarm, { points, now }: Evidence): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: stamp(now),
    ...(points[0] !== undefined && { startDate: stamp(points[0].at) }),
    ...(input.MetricName !== undefined && { statistic: input.Statistic ?? input.ExtendedStatistic }),
    period: watched.periodMilliseconds / 1000,
    recentDatapoints: points.map(({ value }) => value),
    threshold,
    evaluatedDatapoints: points.toReversed().map(({ at, value }) => ({ timestamp: stamp(at), value })),
  });
}

/** `2026-12-01T22:00:00.000+0000` */
export function stamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}

/** `01/12/26 22:00:00` */
function date(milliseconds: number): string {
  const [day = '', time = ''] = new Date(milliseconds).toISOString().split('T');
  const [year = '', month, dayOfMonth] = day.split('-');
  return `${dayOfMonth}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

const datapoints = (count: number) => `${count} ${count === 1 ? 'datapoint' : 'datapoints'}`;
const periods = (count: number) => `${count} ${count === 1 ? 'period' : 'periods'}`;
