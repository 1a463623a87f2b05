/** How the checker sees the lab: production from above, the fence from the ledger's own changes, never our functions. */
import type { GroupObserved, Observed } from '../core/invariants/observed.ts';
import type { Phase } from '../core/record.ts';
import type { Action } from '../core/traffic/actions.ts';
import { shareOf } from '../core/traffic/division.ts';
import type { Eyes } from './checker.ts';
import type { Lab } from './lab.ts';

export function eyesOf(lab: Lab, minRequestsPerMinute: number): Eyes {
  const fenceNow = followFence(lab);
  return {
    observe: () => observe(lab, fenceNow()),
    minutesSeen: (since) => countMinutes(lab, since, minRequestsPerMinute),
  };
}

function observe(lab: Lab, fence: Observed['fence']): Observed {
  const { canaryGroupArn, rules } = lab.production.names;
  const view = lab.production.snapshot();
  const percents = view.rules
    .filter((rule) => rules.includes(rule.arn))
    .map((rule) => written(canaryGroupArn, rule.actions));
  const group = (isCanary: boolean): GroupObserved => {
    const service = view.services.find((one) => (one.groupArn === canaryGroupArn) === isCanary);
    return { desiredCount: service?.desired ?? 0, healthyTargets: service?.healthy ?? 0 };
  };
  return {
    at: lab.clock.now(),
    writtenPercent: Math.max(0, ...percents),
    servedPercent: view.canaryPercent,
    stable: group(false),
    canary: group(true),
    fence,
  };
}

/** A rule is replaced as a whole, so what one list of actions says is worked out once. */
const known = new WeakMap<readonly Action[], number>();

function written(groupArn: string, actions: readonly Action[]): number {
  const percent = known.get(actions) ?? shareOf(groupArn, actions) ?? 0;
  known.set(actions, percent);
  return percent;
}

/** The leading lock row's phase, and since when. */
function followFence(lab: Lab): () => Observed['fence'] {
  let fence: Observed['fence'];
  lab.ledger.onChange(({ at, after, key }) => {
    if (key['sk'] !== 'LOCK' || (after !== undefined && key['pk'] !== `LOCK#${after['leading'] as string}`))
      return;
    const phase = after?.['phase'] as Phase | undefined;
    if (phase === undefined) fence = undefined;
    else if (phase !== fence?.phase) fence = { phase, phaseSince: at };
  });
  return () => fence;
}

function countMinutes(lab: Lab, since: number, minRequestsPerMinute: number): number {
  const { canaryGroupArn, loadBalancer } = lab.production.names;
  const Dimensions = [
    { Name: 'LoadBalancer', Value: loadBalancer.slice(loadBalancer.indexOf('app/')) },
    { Name: 'TargetGroup', Value: canaryGroupArn.slice(canaryGroupArn.lastIndexOf(':') + 1) },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions };
  const read = lab.production.services.cloudwatch.actions.GetMetricData;
  const { MetricDataResults = [] } = read({
    StartTime: new Date(Math.ceil(since / 60_000) * 60_000),
    EndTime: new Date(lab.clock.now()),
    MetricDataQueries: [{ Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
  });
  return (MetricDataResults[0]?.Values ?? []).filter((value) => value >= minRequestsPerMinute).length;
}
