import { Failure } from '../failures.ts';
import { percentText } from '../evidence/minutes.ts';
import { usualErrorPercent } from '../triggers/http5xx.ts';
import { judgeTriggers } from '../triggers/judge.ts';
import type { Points } from '../triggers/metrics.ts';
import { queueName } from '../triggers/queue-depth.ts';
import { type AlarmSeen, judgeAlarms } from '../triggers/team-alarms.ts';
import { type TriggerPlan, triggersOf } from '../triggers/triggers.ts';

/** So long before the start tells what is usual. */
export const usualMilliseconds = 3_600_000;

export interface StartFacts {
  readonly now: number;
  /** Of the last hour. */
  readonly points: Points;
  readonly alarms: readonly AlarmSeen[];
}

export interface Start {
  /** What the balancer answers with 5xx by itself on an ordinary hour: more than that counts against the release. */
  readonly balancerErrorPercent: number;
  readonly story: readonly string[];
}

/**
 * Whether the triggers can guard a release that begins now. One that rings already would take it back at once, or hide
 * what the release does, and an alarm that does not exist guards nothing: both are refusals.
 */
export function decideStart({ now, points, alarms }: StartFacts, plan: TriggerPlan): Start {
  const blind = [...missingQueue(points, plan), ...missingAlarms(alarms)];
  if (blind.length > 0) throw new Failure('WorldRejected', blind.join('; '));
  const balancerErrorPercent = usualErrorPercent(points);
  const rows = [
    ...judgeTriggers(triggersOf(plan, balancerErrorPercent), points, now),
    ...judgeAlarms(alarms),
  ];
  const ringing = rows.filter(({ verdict }) => verdict.outcome === 'fail');
  if (ringing.length > 0)
    throw new Failure(
      'TriggersRing',
      `before the start: ${ringing.map(({ verdict }) => verdict.reason).join('; ')}`,
    );
  const unsure = judgeAlarms(alarms).filter(({ verdict }) => verdict.outcome !== 'pass');
  return {
    balancerErrorPercent,
    story: [
      `Nothing rings. The balancer's own 5xx are ${percentText(balancerErrorPercent)} of the last hour's requests`,
      ...unsure.map(({ verdict }) => `No rung will pass while ${verdict.reason}`),
    ],
  };
}

function missingQueue(points: Points, { triggers: { queueDepth } }: TriggerPlan): string[] {
  if (queueDepth === undefined || (points.get('queueDepth')?.size ?? 0) > 0) return [];
  return [
    `CloudWatch has shown no depth of the queue ${queueName(queueDepth.queueUrl)} for an hour: ` +
      'it does not exist, or has been idle for six hours (one receive-message wakes its metrics)',
  ];
}

function missingAlarms(alarms: readonly AlarmSeen[]): string[] {
  return judgeAlarms(alarms.filter(({ state }) => state === 'missing')).map(
    ({ verdict }) => `${verdict.reason}: correct triggers.alarms`,
  );
}
