/** The balancer's metrics of one target group, minute by minute, in one GetMetricData call. */
import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Minute } from '../core/evidence/minutes.ts';
import { targetGroupDimension } from './balancer/groups.ts';
import type { World } from './world.ts';

const metrics = {
  requests: ['RequestCount', 'Sum'],
  answered: ['HTTPCode_Target_5XX_Count', 'Sum'],
  refused: ['TargetConnectionErrorCount', 'Sum'],
  latency: ['TargetResponseTime', 'p95'],
} as const;

type Series = { -readonly [Name in keyof typeof metrics]?: number | undefined };

/** CloudWatch keeps returning pages of one call; a window of hours fits one, so more than this is a fault. */
const pagesMax = 10;

/**
 * Minutes from `since` to `until` (milliseconds). An absent 5xx or connection-error point is zero only beside a
 * request point of the same minute: those two are published only when there is something to publish,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export async function readMinutes(
  world: World<'cloudwatch'>,
  of: { readonly loadBalancer: string; readonly targetGroupArn: string },
  since: number,
  until: number,
): Promise<Minute[]> {
  const byMinute = new Map<number, Series>();
  let token: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await world.clients.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Math.floor(since / 60_000) * 60_000),
        EndTime: new Date(until),
        MetricDataQueries: queries(of),
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    for (const { Id, Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
      for (const [index, at] of Timestamps.entries()) {
        const series = byMinute.get(at.getTime()) ?? {};
        series[Id as keyof Series] = Values[index];
        byMinute.set(at.getTime(), series);
      }
    }
    token = answer.NextToken;
    if (token === undefined)
      return [...byMinute].flatMap(([at, series]) => minute(at, series)).toSorted((a, b) => a.at - b.at);
  }
  throw new Error(`GetMetricData returned more than ${pagesMax} pages`);
}

function queries(of: { readonly loadBalancer: string; readonly targetGroupArn: string }): MetricDataQuery[] {
  const Dimensions = [
    { Name: 'LoadBalancer', Value: of.loadBalancer },
    { Name: 'TargetGroup', Value: targetGroupDimension(of.targetGroupArn) },
  ];
  return Object.entries(metrics).map(([Id, [MetricName, Stat]]) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }, Period: 60, Stat },
  }));
}

function minute(at: number, series: Series): Minute[] {
  const refused = series.refused ?? 0;
  // Refused connections without a counted request are traffic all the same: a dead canary must not look silent.
  const requests = Math.max(series.requests ?? 0, refused);
  if (requests === 0 && series.requests === undefined) return [];
  const p95 = series.latency === undefined ? {} : { p95Milliseconds: series.latency * 1000 };
  return [{ at, requests, errors: (series.answered ?? 0) + refused, ...p95 }];
}
