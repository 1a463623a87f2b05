/** Metrics drawn by hand, one character or number a minute, with the CloudWatch that shows them. */
import type { MetricDataQuery, PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';
import { VirtualClock } from '../../../../lab/clock.ts';
import type { Transition } from '../../../../lab/cloud/cloudwatch/alarms/alarm.ts';
import { Alarms } from '../../../../lab/cloud/cloudwatch/alarms/alarms.ts';
import { Metrics } from '../../../../lab/cloud/cloudwatch/metrics.ts';
import { single } from '../../../../lab/cloud/cloudwatch/series.ts';
import { cloudwatch } from '../../../../lab/cloud/cloudwatch/service.ts';
import { Random } from '../../../../lab/random.ts';

export const minute = 60_000;
/** The first minute of every graph. */
export const graphStart = Date.parse('2026-12-01T22:00:00Z');

export type Drawn = readonly (number | undefined)[];

/** `now` is where the graphs end, and every point of them can be seen. */
export function account(graphs: Readonly<Record<string, Drawn>>, lagMilliseconds = 0) {
  const longest = Math.max(...Object.values(graphs).map((graph) => graph.length));
  const clock = new VirtualClock(graphStart + longest * minute);
  const drawn = new Map(Object.entries(graphs).map(([name, graph]) => [name, [...graph]]));
  const source = ({ name }: { readonly name: string }) => {
    const graph = drawn.get(name);
    return (start: number) => {
      const value = graph?.[(start - graphStart) / minute];
      return value === undefined ? undefined : single(value);
    };
  };
  const metrics = new Metrics(clock, [source], lagMilliseconds);
  const alarms = new Alarms(clock, new Random('alarms'), metrics);
  const transitions: Transition[] = [];
  alarms.onTransition((transition) => transitions.push(transition));
  const { actions } = cloudwatch(alarms);
  return {
    clock,
    alarms,
    metrics,
    transitions,
    ...actions,
    /** What is drawn from now on. */
    draw: (name: string, ...values: Drawn) => drawn.get(name)?.push(...values),
    async pass(minutes: number): Promise<void> {
      const end = { isReached: false };
      clock.after(minutes * minute, () => {
        end.isReached = true;
      });
      while (!end.isReached) await clock.step();
    },
    stateOf: (name: string): StateValue | undefined =>
      actions.DescribeAlarms({ AlarmNames: [name] }).MetricAlarms?.[0]?.StateValue,
  };
}

export function metricQuery(id: string, ReturnData = false): MetricDataQuery {
  return {
    Id: id,
    ReturnData,
    MetricStat: { Metric: { Namespace: 'T', MetricName: id }, Period: 60, Stat: 'Sum' },
  };
}

/** Over 1 is breaching, on the metric `m1`. */
export function overOne(change: Partial<PutMetricAlarmInput> = {}): PutMetricAlarmInput {
  return {
    AlarmName: 'over-one',
    Namespace: 'T',
    MetricName: 'm1',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    ...change,
  };
}
