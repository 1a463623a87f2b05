/** How the checker sees the lab: production from above, the fence from the ledger's own changes, never our functions. */
import type { Observed } from '../core/invariants/observed.ts';
import type { Phase } from '../core/record.ts';
import type { Action } from '../core/traffic/actions.ts';
import { shareOf } from '../core/traffic/division.ts';
import type { Eyes } from './checker.ts';
import { onFenceMove } from './fence-eyes.ts';
import { gateEyesOf } from './gate-eyes.ts';
import type { Lab } from './lab.ts';

export interface Watched {
  readonly executionArn: string;
  readonly plan: unknown;
  readonly minRequestsPerMinute: number;
}

export function eyesOf(lab: Lab, { executionArn, plan, minRequestsPerMinute }: Watched): Eyes {
  const fenceNow = followFence(lab);
  const isAnothers = followHolder(lab, executionArn);
  let isOrphaned = false;
  let stableSince = lab.clock.now();
  lab.engine.onEnd((arn) => (isOrphaned ||= arn === executionArn));
  return {
    observe: () => {
      const now = observe(lab, fenceNow());
      if (now.stable.healthyTargets === 0) stableSince = now.at;
      return { ...now, stableSince, isOrphaned };
    },
    isAnothers,
    gates: gateEyesOf(lab, executionArn, plan),
    onFenceMove: (listener) => onFenceMove(lab, listener),
    minutesSeen: (since) => countMinutes(lab, since, minRequestsPerMinute),
  };
}

function observe(lab: Lab, fence: Observed['fence']): Omit<Observed, 'isOrphaned' | 'stableSince'> {
  const { canaryGroupArn } = lab.production.names;
  const { actions, stable, canary, canaryPercent } = lab.production.glance();
  let writtenPercent = 0;
  for (const one of actions) writtenPercent = Math.max(writtenPercent, written(canaryGroupArn, one));
  return {
    at: lab.clock.now(),
    writtenPercent,
    servedPercent: canaryPercent,
    stable: { desiredCount: stable.desired, healthyTargets: stable.healthy },
    canary: { desiredCount: canary.desired, healthyTargets: canary.healthy },
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

/** Whether another cutover has got the lock since: what happens to users from then on is its story. */
function followHolder(lab: Lab, executionArn: string): () => boolean {
  let isAnothers = false;
  lab.ledger.onChange(({ after, key }) => {
    const holder = key['sk'] === 'LOCK' ? after?.['executionArn'] : undefined;
    if (holder !== undefined && holder !== executionArn) isAnothers = true;
  });
  return () => isAnothers;
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
