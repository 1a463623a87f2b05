import {
  CloudWatchServiceException,
  type GetMetricDataInput,
  type GetMetricDataOutput,
  type Metric,
  type MetricDataQuery,
  type MetricDataResult,
  type MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { minuteOf } from '../../users/minutes.ts';
import type { Metrics, Reading } from './metrics.ts';
import { isStatistic, type MetricName } from './series.ts';

interface Window {
  readonly from: number;
  /** Not included. */
  readonly until: number;
  readonly isAscending: boolean;
}

/**
 * Points of published metrics, newest first unless asked otherwise. A minute shows once it is over and its lag has passed.
 * Not modelled: metric math (refused loudly), other accounts, paging (every answer is whole), periods below a minute.
 */
export function getMetricData(metrics: Metrics) {
  return (input: GetMetricDataInput): GetMetricDataOutput => {
    const queries = input.MetricDataQueries ?? [];
    const window = windowOf(input);
    checkIds(queries);
    const asked = queries.filter((query) => query.ReturnData !== false);
    return { MetricDataResults: asked.map((query) => answer(query, window, metrics)), Messages: [] };
  };
}

function windowOf({ StartTime, EndTime, ScanBy }: GetMetricDataInput): Window {
  const [from, until] = [StartTime?.getTime() ?? NaN, EndTime?.getTime() ?? NaN];
  if (!(from < until)) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  return { from, until, isAscending: ScanBy === 'TimestampAscending' };
}

function checkIds(queries: readonly MetricDataQuery[]): void {
  if (queries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (queries.length > 500)
    throw invalid('The collection MetricDataQueries must not have a size greater than 500.');
  const ids = queries.map((query) => query.Id ?? '');
  const odd = ids.find((id) => !/^[a-z]\w{0,254}$/.test(id));
  if (odd !== undefined)
    throw invalid(
      `The value ${odd} for parameter MetricDataQueries.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if (new Set(ids).size < ids.length)
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
}

function answer(query: MetricDataQuery, window: Window, metrics: Metrics): MetricDataResult {
  if (query.Expression !== undefined)
    throw new Error(`the lab's CloudWatch has no metric math: ${query.Expression}`);
  const { Metric, Period = 0, Stat = '' } = query.MetricStat ?? ({} as Partial<MetricStat>);
  if (Period < 60 || Period % 60 !== 0) throw invalid('The parameter Period must be a multiple of 60.');
  if (!isStatistic(Stat)) throw invalid(`The value ${Stat} for parameter Stat is not supported.`);
  const reading = metrics.read(nameOf(Metric), Stat, Period * 1000);
  const points = pointsOf(reading, window, Period * 1000);
  return { Id: query.Id, Label: query.Label ?? Metric?.MetricName, ...points, StatusCode: 'Complete' };
}

function nameOf(metric: Metric | undefined): MetricName {
  return {
    namespace: metric?.Namespace ?? '',
    name: metric?.MetricName ?? '',
    dimensions: Object.fromEntries(
      (metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
    ),
  };
}

/** A period counts by its start; the newest may still lack minutes, as it does in AWS. */
function pointsOf(reading: Reading, { from, until, isAscending }: Window, period: number) {
  const Timestamps: Date[] = [];
  const Values: number[] = [];
  for (let at = Math.floor(minuteOf(from) / period) * period; at < until; at += period) {
    const value = reading(at);
    if (value === undefined) continue;
    Timestamps.push(new Date(at));
    Values.push(value);
  }
  if (isAscending) return { Timestamps, Values };
  return { Timestamps: Timestamps.toReversed(), Values: Values.toReversed() };
}

function invalid(message: string): CloudWatchServiceException {
  return new CloudWatchServiceException({
    name: 'ValidationError',
    $fault: 'client',
    message,
    $metadata: {},
  });
}
