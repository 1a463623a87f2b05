/** Metric queries that may build on one another, read once: of an alarm, or of one GetMetricData. */
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../errors.ts';
import type { Metrics, Reading } from '../metrics.ts';
import { isStatistic, type MetricName } from '../series.ts';
import { parse } from './parse.ts';
import { type Node, pointByPoint, type Points, type Scope } from './value.ts';

export interface Query {
  readonly id: string;
  readonly label: string;
  readonly periodMilliseconds: number;
  /** The query's points for so many periods from this one on, the oldest first. */
  points(from: number, count: number): Points;
}

/** Throws a ValidationError for what CloudWatch would not take, and for what the lab does not know. */
export function readQueries(given: readonly MetricDataQuery[], metrics: Metrics): Map<string, Query> {
  checkIds(given);
  const readings = new Map<string, Reading>();
  const periods = new Map<string, number>();
  for (const query of given) {
    if ((query.Expression === undefined) === (query.MetricStat === undefined))
      throw invalid(`The query ${query.Id} must have exactly one of MetricStat and Expression.`);
    if (query.Expression !== undefined) continue;
    const { name, stat, period } = metricOf(query);
    readings.set(query.Id ?? '', metrics.read(name, stat, period));
    periods.set(query.Id ?? '', period);
  }
  const nodes = nodesOf(given, [...readings.keys()]);
  const period = Math.max(...periods.values());
  const mixed = new Set(periods.values()).size > 1;
  return new Map(
    given.map((query) => {
      const { Id: id = '', Label, Expression, MetricStat } = query;
      if (Expression !== undefined && mixed)
        throw invalid('Metric math needs all metrics to have the same period.');
      return [
        id,
        {
          id,
          label: Label ?? MetricStat?.Metric?.MetricName ?? id,
          periodMilliseconds: periods.get(id) ?? period,
          points: pointsOf(seriesOf(query, nodes.get(id)), readings, periods.get(id) ?? period),
        },
      ];
    }),
  );
}

function checkIds(queries: readonly MetricDataQuery[]): void {
  const ids = queries.map((query) => query.Id ?? '');
  const odd = ids.find((id) => !/^[a-z]\w{0,254}$/.test(id));
  if (odd !== undefined)
    throw invalid(
      `The value ${odd} for parameter MetricDataQueries.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if (new Set(ids).size < ids.length)
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
}

function metricOf({ MetricStat: { Metric, Period = 0, Stat = '' } = {} as never }: MetricDataQuery) {
  if (Period < 60 || Period % 60 !== 0) throw invalid('The parameter Period must be a multiple of 60.');
  if (!isStatistic(Stat)) throw invalid(`The value ${Stat} for parameter Stat is not supported.`);
  const name: MetricName = {
    namespace: Metric?.Namespace ?? '',
    name: Metric?.MetricName ?? '',
    dimensions: Object.fromEntries(
      (Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
    ),
  };
  return { name, stat: Stat, period: Period * 1000 };
}

/** Every query as something that runs, in whatever order they are written. */
function nodesOf(given: readonly MetricDataQuery[], metrics: readonly string[]): Map<string, Node> {
  const nodes = new Map<string, Node>(
    metrics.map((id) => [id, { kind: 'series', run: (scope) => scope.points(id) }]),
  );
  const open = new Set<string>();
  const node = (id: string): Node | undefined => {
    const expression = given.find((query) => query.Id === id)?.Expression;
    if (nodes.has(id) || expression === undefined) return nodes.get(id);
    if (open.has(id)) throw invalid(`Error in expression '${expression}': it builds on itself`);
    open.add(id);
    const made = parse(expression, { node, metrics });
    nodes.set(id, made);
    return made;
  };
  for (const { Id = '' } of given) node(Id);
  return nodes;
}

/** A lab's gap, too: AWS returns the series of an array one by one. */
function seriesOf(
  { Id, ReturnData }: MetricDataQuery,
  node: Node | undefined,
): Extract<Node, { kind: 'series' }> {
  if (node?.kind === 'series') return node;
  if (ReturnData === false) return { kind: 'series', run: () => [] };
  throw invalid(
    `The result of ${Id} must be a single time series, and it is ${node?.kind === 'array' ? 'an array' : 'a scalar'}.`,
  );
}

function pointsOf(
  node: Extract<Node, { kind: 'series' }>,
  readings: ReadonlyMap<string, Reading>,
  period: number,
) {
  return (from: number, count: number): Points => {
    const kept = new Map<string, Points>();
    const points = (id: string) => {
      let known = kept.get(id);
      if (known === undefined) {
        const reading = readings.get(id);
        known = pointByPoint(count, (index) => reading?.(from + index * period));
        kept.set(id, known);
      }
      return known;
    };
    const scope: Scope = { count, points };
    return node.run(scope);
  };
}
