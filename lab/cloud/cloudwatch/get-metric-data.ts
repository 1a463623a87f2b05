import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { invalid } from './errors.ts';
import { type Query, readQueries } from './math/queries.ts';
import type { Metrics } from './metrics.ts';

interface Window {
  readonly from: number;
  /** Not included. */
  readonly until: number;
  readonly isAscending: boolean;
}

/**
 * Points of published metrics and of expressions over them, newest first unless asked otherwise. A minute shows once it is
 * over and its lag has passed. Not modelled: expressions whose result is an array (refused), other accounts, paging
 * (every answer is whole), periods below a minute.
 */
export function getMetricData(metrics: Metrics) {
  return (input: GetMetricDataInput): GetMetricDataOutput => {
    const given = input.MetricDataQueries ?? [];
    const window = windowOf(input, metrics.now());
    checkSize(given);
    const queries = readQueries(given, metrics);
    const asked = given.filter((query) => query.ReturnData !== false);
    const results = asked.map(({ Id = '' }) => answer(queries.get(Id) as Query, window));
    return { MetricDataResults: results, Messages: [] };
  };
}

/** What has not begun yet is not filled either. */
function windowOf({ StartTime, EndTime, ScanBy }: GetMetricDataInput, now: number): Window {
  const [from, until] = [StartTime?.getTime() ?? NaN, EndTime?.getTime() ?? NaN];
  if (!(from < until)) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  return { from, until: Math.min(until, now), isAscending: ScanBy === 'TimestampAscending' };
}

function checkSize(queries: readonly MetricDataQuery[]): void {
  if (queries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (queries.length > 500)
    throw invalid('The collection MetricDataQueries must not have a size greater than 500.');
}

/** A period counts by its start; the newest may still lack minutes, as it does in AWS. */
function answer(query: Query, { from, until, isAscending }: Window): MetricDataResult {
  const period = query.periodMilliseconds;
  const first = Math.floor(from / period) * period;
  const points = query.points(first, Math.max(0, Math.ceil((until - first) / period)));
  const Timestamps: Date[] = [];
  const Values: number[] = [];
  points.forEach((value, index) => {
    if (value === undefined) return;
    Timestamps.push(new Date(first + index * period));
    Values.push(value);
  });
  return {
    Id: query.id,
    Label: query.label,
    Timestamps: isAscending ? Timestamps : Timestamps.toReversed(),
    Values: isAscending ? Values : Values.toReversed(),
    StatusCode: 'Complete',
  };
}
