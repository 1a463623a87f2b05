/** Every series that a cutover is judged by, under the name that it has in metric math and in our own reading. */

/** `canary` and `stable` are target groups, by role. */
export type Place = 'canary' | 'stable' | 'balancer' | 'queue';

export interface Metric {
  readonly of: Place;
  /** As CloudWatch calls it, in AWS/ApplicationELB, or AWS/SQS for the queue. */
  readonly name: string;
  readonly stat: 'Sum' | 'Minimum' | 'Maximum' | 'p95';
}

/** AWS advises the minimum for unhealthy hosts: every zone must agree that a host is. */
const group = {
  Requests: { name: 'RequestCount', stat: 'Sum' },
  Errors: { name: 'HTTPCode_Target_5XX_Count', stat: 'Sum' },
  /** Connections that no target took: a dead target shows here, and not in the errors that targets answer. */
  Refused: { name: 'TargetConnectionErrorCount', stat: 'Sum' },
  /** In seconds. */
  P95: { name: 'TargetResponseTime', stat: 'p95' },
  Healthy: { name: 'HealthyHostCount', stat: 'Maximum' },
  Unhealthy: { name: 'UnHealthyHostCount', stat: 'Minimum' },
} as const;

export type Role = 'canary' | 'stable';
export type GroupMetric = keyof typeof group;
export type MetricId = `${Role}${GroupMetric}` | 'balancerErrors' | 'queueDepth';

const ofGroup = (role: Role) =>
  Object.entries(group).map(([name, metric]) => [`${role}${name}`, { of: role, ...metric }] as const);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export const metrics = Object.fromEntries<Metric>([
  ...ofGroup('canary'),
  ...ofGroup('stable'),
  // What the balancer itself answered; nobody can tell for which group, nor which listener.
  ['balancerErrors', { of: 'balancer', name: 'HTTPCode_ELB_5XX_Count', stat: 'Sum' }],
  ['queueDepth', { of: 'queue', name: 'ApproximateNumberOfMessagesVisible', stat: 'Minimum' }],
]) as Readonly<Record<MetricId, Metric>>;

/** Points by the start of their minute, in milliseconds since the epoch. */
export type Series = ReadonlyMap<number, number>;

/** What was read; a metric that is not there was not asked for, or has no point. */
export type Points = ReadonlyMap<MetricId, Series>;
