/** A metric alarm as CloudWatch keeps it. */
import type {
  ComparisonOperator,
  MetricDataQuery,
  PutMetricAlarmInput,
  StateValue,
  Tag,
} from '@aws-sdk/client-cloudwatch';
import { arn } from '../../service.ts';
import type { Query } from '../math/queries.ts';
import type { Reading } from '../metrics.ts';

export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** A state with why and since when. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string | undefined;
  readonly at: number;
}

export interface Alarm {
  readonly name: string;
  /** As it was put, with the defaults that CloudWatch fills in. */
  readonly input: PutMetricAlarmInput;
  readonly queries: readonly MetricDataQuery[];
  /** What is compared with the threshold. */
  readonly watched: Query;
  /** Present where few samples keep a percentile from being judged: samples a period, and how many are enough. */
  readonly samples?: { readonly reading: Reading; readonly enough: number } | undefined;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly treatMissingData: TreatMissingData;
  readonly configuredAt: number;
  readonly tags: readonly Tag[];
  readonly state: AlarmState;
  /** When the value of the state last changed. */
  readonly transitionedAt: number;
}

/** The state became another one. */
export interface Transition {
  readonly at: number;
  readonly alarm: Alarm;
  readonly previous: AlarmState;
}

export function alarmArn(name: string): string {
  return arn('cloudwatch', `alarm:${name}`);
}

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The operators with one threshold: those of anomaly detection are not played. */
export const comparisonNames: readonly string[] = Object.keys(comparisons);

export function isBreaching(
  { comparison, threshold }: Pick<Alarm, 'comparison' | 'threshold'>,
  value: number,
): boolean {
  return comparisons[comparison]?.(value, threshold) === true;
}
