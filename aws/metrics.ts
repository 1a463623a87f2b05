/** The series that a cutover is judged by, minute by minute, in one round of GetMetricData. */
import { GetMetricDataCommand, type MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Snapshot } from '../core/record.ts';
import { type Metric, type MetricId, metrics, type Points, type Role } from '../core/triggers/metrics.ts';
import { queueName } from '../core/triggers/queue-depth.ts';
import { targetGroupDimension } from './balancer/groups.ts';
import type { World } from './world.ts';

/** Who plays the roles, and which queue is meant. */
export interface Measured {
  readonly snapshot: Pick<Snapshot, 'loadBalancer'> & {
    readonly [R in Role]?: Pick<Snapshot[R], 'targetGroupArn'>;
  };
  readonly queueUrl?: string | undefined;
}

/** CloudWatch keeps returning pages of one call; a window of hours fits one, so more than this is a fault. */
const pagesMax = 10;

/** Points from `since` to `until` (milliseconds). A point that is not there was not published, or not yet. */
export async function readPoints(
  world: World<'cloudwatch'>,
  of: Measured,
  ids: readonly MetricId[],
  since: number,
  until: number,
): Promise<Points> {
  const points = new Map<MetricId, Map<number, number>>();
  const asked = {
    StartTime: new Date(Math.floor(since / 60_000) * 60_000),
    EndTime: new Date(until),
    MetricDataQueries: ids.map((id) => ({ Id: id, MetricStat: metricStat(metrics[id], of) })),
  };
  let token: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await world.clients.cloudwatch.send(
      new GetMetricDataCommand({ ...asked, ...(token !== undefined && { NextToken: token }) }),
    );
    for (const { Id, Timestamps = [], Values = [], StatusCode } of answer.MetricDataResults ?? []) {
      assertRead(Id, StatusCode, answer.NextToken !== undefined);
      const series = points.get(Id as MetricId) ?? new Map<number, number>();
      for (const [index, at] of Timestamps.entries()) series.set(at.getTime(), Values[index] ?? 0);
      points.set(Id as MetricId, series);
    }
    token = answer.NextToken;
    if (token === undefined) return points;
  }
  throw new Error(`GetMetricData returned more than ${pagesMax} pages`);
}

/**
 * An answer of 200 may still not have read one of the series, and errors that are not there count as none. More pages
 * may complete what is partial. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html
 */
export function assertRead(id: string | undefined, status: string | undefined, hasMore: boolean): void {
  if (status === undefined || status === 'Complete' || (status === 'PartialData' && hasMore)) return;
  throw new Error(`CloudWatch did not read ${id ?? 'a series'}: ${status}`);
}

/** A metric by role as CloudWatch names it here and now. */
export function metricStat(metric: Metric, { snapshot, queueUrl = '' }: Measured): MetricStat {
  const { of, name: MetricName, stat: Stat } = metric;
  if (of === 'queue') {
    const Dimensions = [{ Name: 'QueueName', Value: queueName(queueUrl) }];
    return { Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions }, Period: 60, Stat };
  }
  const Dimensions = [{ Name: 'LoadBalancer', Value: snapshot.loadBalancer }];
  if (of !== 'balancer')
    Dimensions.push({ Name: 'TargetGroup', Value: targetGroupDimension(snapshot[of]?.targetGroupArn ?? '') });
  return { Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }, Period: 60, Stat };
}
