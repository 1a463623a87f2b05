/** What PutMetricAlarm takes, checked, and read into an alarm. */
import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../errors.ts';
import { readQueries } from '../math/queries.ts';
import type { Metrics } from '../metrics.ts';
import { type Alarm, comparisonNames, type TreatMissingData } from './alarm.ts';

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'];
const metricsMax = 10;
const daySeconds = 86_400;

/** Everything of an alarm that its input decides. */
export type Configuration = Pick<
  Alarm,
  | 'name'
  | 'input'
  | 'queries'
  | 'watched'
  | 'samples'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
  | 'threshold'
  | 'comparison'
  | 'treatMissingData'
>;

export function configurationOf(input: PutMetricAlarmInput, metrics: Metrics): Configuration {
  const { AlarmName: name = '', EvaluationPeriods: evaluationPeriods = 0, Threshold: threshold } = input;
  const { DatapointsToAlarm: datapointsToAlarm = evaluationPeriods, ComparisonOperator: comparison } = input;
  const { TreatMissingData: treatMissingData = 'missing' } = input;
  if (!/^\P{Cc}{1,255}$/u.test(name))
    throw invalid('AlarmName must be 1 to 255 characters, none of them a control character.');
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1)
    throw invalid('EvaluationPeriods must be at least 1.');
  if (!Number.isInteger(datapointsToAlarm) || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)
    throw invalid('DatapointsToAlarm must be at least 1 and at most EvaluationPeriods.');
  if (comparison === undefined || !comparisonNames.includes(comparison))
    throw invalid(`ComparisonOperator must be one of ${comparisonNames.join(', ')} (in the lab).`);
  if (threshold === undefined || !Number.isFinite(threshold)) throw invalid('Threshold is required.');
  if (input.ThresholdMetricId !== undefined) throw invalid('The lab plays no anomaly detection.');
  if (!treatments.includes(treatMissingData))
    throw invalid(`TreatMissingData must be one of ${treatments.join(', ')}.`);
  const queries = queriesOf(input);
  const watched = watchedOf(queries, metrics);
  checkLength(watched.periodMilliseconds / 1000, evaluationPeriods);
  return {
    name,
    input,
    queries,
    watched,
    samples: samplesOf(input, queries, metrics),
    evaluationPeriods,
    datapointsToAlarm,
    threshold,
    comparison,
    treatMissingData: treatMissingData as TreatMissingData,
  };
}

/** The one metric, or as many as metric math needs, in the form of GetMetricData. */
function queriesOf(input: PutMetricAlarmInput): readonly MetricDataQuery[] {
  const { Metrics, MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = input;
  const own = { MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic, Unit };
  if (Metrics !== undefined) {
    const both = Object.entries(own).find(([, value]) => value !== undefined)?.[0];
    if (both !== undefined) throw invalid(`${both} must not be given together with Metrics.`);
    return Metrics;
  }
  if (MetricName === undefined || Namespace === undefined)
    throw invalid('MetricName and Namespace are required, or Metrics.');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw invalid('Exactly one of Statistic and ExtendedStatistic must be given.');
  const Stat = Statistic ?? ExtendedStatistic;
  return [{ Id: 'm1', MetricStat: { Metric: { MetricName, Namespace, Dimensions }, Period, Stat } }];
}

function watchedOf(queries: readonly MetricDataQuery[], metrics: Metrics) {
  const returned = queries.filter((query) => query.ReturnData !== false);
  const [shown] = returned;
  if (shown === undefined || returned.length > 1)
    throw invalid('Exactly one element of the metrics list should return data.');
  if (queries.filter((query) => query.MetricStat !== undefined).length > metricsMax)
    throw invalid(`An alarm can have at most ${metricsMax} metrics.`);
  const watched = readQueries(queries, metrics).get(shown.Id ?? '');
  if (watched === undefined) throw invalid(`There is no query ${shown.Id}.`);
  return watched;
}

function checkLength(periodSeconds: number, evaluationPeriods: number): void {
  const longest = periodSeconds < 3600 ? daySeconds : 7 * daySeconds;
  if (periodSeconds * evaluationPeriods > longest)
    throw invalid(
      `Metrics cannot be checked across more than ${longest / daySeconds === 1 ? 'a day' : '7 days'} (EvaluationPeriods * Period must be <= ${longest}).`,
    );
}

/** 10 / (1 - p) samples are enough for the percentile p, below the median 10 / p. */
function samplesOf(
  input: PutMetricAlarmInput,
  [query]: readonly MetricDataQuery[],
  metrics: Metrics,
): Alarm['samples'] {
  const { EvaluateLowSampleCountPercentile: evaluate, ExtendedStatistic } = input;
  if (evaluate === undefined) return undefined;
  if (evaluate !== 'evaluate' && evaluate !== 'ignore')
    throw invalid('EvaluateLowSampleCountPercentile must be evaluate or ignore.');
  const percent = Number(/^p([\d.]+)$/.exec(ExtendedStatistic ?? '')?.[1] ?? NaN);
  if (Number.isNaN(percent))
    throw invalid('EvaluateLowSampleCountPercentile needs a percentile as ExtendedStatistic.');
  if (evaluate === 'evaluate' || query?.MetricStat === undefined) return undefined;
  const counted = { ...query, MetricStat: { ...query.MetricStat, Stat: 'SampleCount' } };
  const samples = readQueries([counted], metrics).get(query.Id ?? '');
  const share = percent / 100;
  return {
    reading: (at) => samples?.points(at, 1)[0],
    enough: Math.round(10 / (share >= 0.5 ? 1 - share : share)),
  };
}
