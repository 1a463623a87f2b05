import type { Plan } from '../plan/plan.ts';
import { http5xx } from './http5xx.ts';
import { latencyP95 } from './latency-p95.ts';
import { type MetricId, metrics } from './metrics.ts';
import { queueDepth } from './queue-depth.ts';
import { spareMinutes, type Trigger } from './trigger.ts';
import { unhealthy } from './unhealthy.ts';

export type TriggerPlan = Pick<Plan, 'triggers' | 'minRequestsPerMinute'>;

/**
 * Every trigger of a plan on each of its scopes, the canary's first: of two that ring, the narrower one tells more.
 * `balancerErrorPercent` is what the balancer answered with 5xx by itself before the cutover.
 */
export function triggersOf(plan: TriggerPlan, balancerErrorPercent: number): readonly Trigger[] {
  const { triggers: rules, minRequestsPerMinute } = plan;
  const facts = { minRequestsPerMinute, balancerErrorPercent };
  const scoped = (['canary', 'all'] as const).flatMap((scope) => [
    http5xx(scope, rules.http5xx, facts),
    latencyP95(scope, rules.latencyP95, facts),
    unhealthy(scope, rules.unhealthy),
  ]);
  return rules.queueDepth === undefined ? scoped : [...scoped, queueDepth(rules.queueDepth)];
}

const alwaysOn = Object.keys(metrics).filter((id) => id !== 'queueDepth') as MetricId[];

/** What a look has to read for a plan's triggers, whatever their numbers; a queue only where one is named. */
export function metricsOf({ triggers }: Pick<Plan, 'triggers'>): readonly MetricId[] {
  return triggers.queueDepth === undefined ? alwaysOn : [...alwaysOn, 'queueDepth'];
}

/** How far back the longest of these triggers looks. */
export function windowSeconds(triggers: readonly Trigger[]): number {
  return 60 * (spareMinutes + Math.max(...triggers.map(({ minutes }) => minutes)));
}
