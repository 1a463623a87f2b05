/**
 * AWS/ApplicationELB as the balancer publishes it from what users and smoke tests did.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 *
 * Not modelled: dimensions by zone, connections, bytes, consumed capacity, 3xx and 4xx.
 */
import { meanOf, quantile } from '../../users/latency.ts';
import { type GroupMinute, type HostCount, type Minute } from '../../users/minutes.ts';
import { counted, type MetricName, type MetricSource, type Point, type Series, single } from './series.ts';

export interface BalancerDimensions {
  /** `app/name/id` */
  readonly loadBalancer: string;
  /** `targetgroup/name/id` → ARN */
  readonly targetGroups: ReadonlyMap<string, string>;
}

type OfGroups = (groups: readonly GroupMinute[]) => Point | undefined;

const sum = (groups: readonly GroupMinute[], of: (group: GroupMinute) => number) =>
  groups.reduce((total, group) => total + of(group), 0);

/** Published by target group and, added up, by balancer. */
const byGroup: Readonly<Record<string, OfGroups>> = {
  RequestCount: (groups) => counted(sum(groups, (group) => group.requests)),
  HTTPCode_Target_2XX_Count: (groups) =>
    counted(sum(groups, (group) => group.requests - group.refused - group.errors)),
  HTTPCode_Target_5XX_Count: (groups) => counted(sum(groups, (group) => group.errors)),
  TargetConnectionErrorCount: (groups) => counted(sum(groups, (group) => group.refused)),
  UnhealthyRoutingRequestCount: (groups) => counted(sum(groups, (group) => group.failedOpen)),
  TargetResponseTime: latency,
};

/** Published by target group alone. */
const byGroupOnly: Readonly<Record<string, OfGroups>> = {
  HealthyHostCount: (groups) => hosts(groups, (group) => group.healthy),
  UnHealthyHostCount: (groups) => hosts(groups, (group) => group.unhealthy),
};

/** Published by balancer alone: nobody can tell which group was to blame. */
const byBalancerOnly: Readonly<
  Record<string, (minute: Minute, groups: readonly GroupMinute[]) => Point | undefined>
> = {
  HTTPCode_ELB_5XX_Count: (minute, groups) =>
    counted(minute.unavailable + sum(groups, (group) => group.refused)),
  HTTPCode_ELB_502_Count: (_, groups) => counted(sum(groups, (group) => group.refused)),
  HTTPCode_ELB_503_Count: (minute) => counted(minute.unavailable),
};

export function balancerMetrics(
  dimensions: BalancerDimensions,
  minuteAt: (start: number) => Minute | undefined,
): MetricSource {
  return ({ namespace, name, dimensions: asked }: MetricName): Series | undefined => {
    const { LoadBalancer, TargetGroup, ...others } = asked;
    if (namespace !== 'AWS/ApplicationELB' || LoadBalancer !== dimensions.loadBalancer) return undefined;
    if (Object.keys(others).length > 0) return undefined;
    if (TargetGroup === undefined) return seriesOfBalancer(name, minuteAt);
    const arn = dimensions.targetGroups.get(TargetGroup);
    const of = byGroup[name] ?? byGroupOnly[name];
    if (arn === undefined || of === undefined) return undefined;
    return (start) => {
      const group = minuteAt(start)?.groups.get(arn);
      return group === undefined ? undefined : of([group]);
    };
  };
}

function seriesOfBalancer(name: string, minuteAt: (start: number) => Minute | undefined): Series | undefined {
  const [of, alone] = [byGroup[name], byBalancerOnly[name]];
  if (of === undefined && alone === undefined) return undefined;
  return (start) => {
    const minute = minuteAt(start);
    if (minute === undefined) return undefined;
    const groups = [...minute.groups.values()];
    return of === undefined ? alone?.(minute, groups) : of(groups);
  };
}

/** In seconds. The extremes are where a sample of this size would have them. */
function latency(groups: readonly GroupMinute[]): Point | undefined {
  const parts = groups.flatMap((group) => group.parts());
  const samples = parts.reduce((total, part) => total + part.count, 0);
  if (samples === 0) return undefined;
  const total = parts.reduce((all, part) => all + part.count * meanOf(part), 0);
  return {
    sum: total / 1000,
    samples,
    parts,
    get minimum() {
      return quantile(1 / (samples + 1), parts) / 1000;
    },
    get maximum() {
      return quantile(samples / (samples + 1), parts) / 1000;
    },
  };
}

function hosts(groups: readonly GroupMinute[], of: (group: GroupMinute) => HostCount): Point | undefined {
  const [group] = groups;
  if (group === undefined || group.checkedMilliseconds === 0) return undefined;
  const { minimum, maximum, area } = of(group);
  return { ...single(area / group.checkedMilliseconds), minimum, maximum };
}
