import { mathText, metricsIn } from './expression.ts';
import { type Metric, metrics } from './metrics.ts';
import type { Scope, Trigger, TriggerId } from './trigger.ts';

/** An alarm of our own as it stands on the ledger. */
export interface AlarmArmed {
  readonly name: string;
  readonly triggerId: TriggerId;
  readonly scope: Scope;
}

/** A trigger as CloudWatch is to watch it: the same rule that the guard computes. */
export interface Alarm extends AlarmArmed {
  readonly description: string;
  readonly math: string;
  readonly metrics: readonly (Metric & { readonly id: string })[];
  readonly above: number;
  readonly minutes: number;
}

export function alarmOf(trigger: Trigger, cutoverId: string): Alarm {
  const { id: triggerId, scope, expression, limit, minutes } = trigger;
  return {
    name: `cutover-${cutoverId}-${triggerId}-${scope}`,
    triggerId,
    scope,
    description: `Takes the cutover ${cutoverId} back. Made by it, and gone with it.`,
    math: mathText(expression),
    metrics: metricsIn(expression).map((id) => ({ id, ...metrics[id] })),
    above: limit,
    minutes,
  };
}
