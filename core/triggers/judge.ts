import { settleMilliseconds } from '../evidence/minutes.ts';
import type { Verdict } from '../verdict.ts';
import type { Points } from './metrics.ts';
import {
  lookingFrom,
  minutesBack,
  newestMinutes,
  rings,
  type Scope,
  type SeenMinute,
  type Trigger,
} from './trigger.ts';

/** One line of a look: `id` is a trigger's, `alarms.<name>` for the team's own, or what the guard itself watches. */
export interface Row {
  readonly id: string;
  readonly scope: Scope;
  readonly verdict: Verdict;
}

/** What every trigger says now. `fail` means: ringing. The same answer as its alarm's, while metrics are in time. */
export function judgeTriggers(triggers: readonly Trigger[], points: Points, now: number): Row[] {
  const from = lookingFrom(points, now);
  return triggers.map((trigger) => {
    const { id, scope } = trigger;
    return { id, scope, verdict: verdictOf(trigger, newestMinutes(trigger, points, from(trigger))) };
  });
}

/** A row as a function reports it. */
export function rowText({ id, scope, verdict: { outcome, reason: seen } }: Row) {
  return { id, scope, outcome, seen };
}

function verdictOf(trigger: Trigger, newest: readonly SeenMinute[]): Verdict {
  const { limit: threshold, minutes } = trigger;
  const sampleCount = Math.round(newest.reduce((sum, minute) => sum + minute.read(trigger.sample), 0));
  const facts = { threshold, windowSeconds: minutes * 60, sampleCount };
  const [first] = newest;
  if (first === undefined || newest.length < minutes) {
    const reason = `${newest.length} of ${minutes} minutes can be judged (${trigger.needs} are needed)`;
    return { ...facts, outcome: 'inconclusive', reason };
  }
  // The mildest minute: what every one of them was at least.
  const observed = Math.min(...newest.map(({ value }) => value));
  const numbers = trigger.tell(newest);
  if (!rings(trigger, newest)) return { ...facts, outcome: 'pass', observed, reason: numbers };
  return { ...facts, outcome: 'fail', observed, reason: `${nameOf(trigger)} rings: ${numbers}` };
}

/** The canary's is what people mean when they name a trigger alone. */
export function nameOf({ id, scope }: { readonly id: string; readonly scope: Trigger['scope'] }): string {
  return scope === 'canary' || id === 'queueDepth' ? id : `${id} (${scope})`;
}

/**
 * Triggers whose newest settled minutes are over the limit, though they may not have lasted long enough to ring: the
 * ramp does not go on in the middle of that, nor on silence that followed it.
 */
export function breaches(
  triggers: readonly Trigger[],
  points: Points,
  { since, now }: { readonly since: number; readonly now: number },
): readonly string[] {
  return triggers.flatMap((trigger) => {
    const count = trigger.breachMinutes;
    const newest = minutesBack(trigger, points, { from: since, until: now - settleMilliseconds, count });
    const isBreach = newest.length === count && newest.every(({ value }) => value > trigger.limit);
    return isBreach ? [`${nameOf(trigger)} is over its limit: ${trigger.tell(newest)}`] : [];
  });
}
