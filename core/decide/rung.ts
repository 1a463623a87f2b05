import { lengthText } from '../report/words.ts';
import type { Plan } from '../plan/plan.ts';
import {
  errorPercent,
  minutesOf,
  percentText,
  propagationMilliseconds,
  settledMinutes,
  settleMilliseconds,
  tellingMinutes,
  timeText,
} from '../evidence/minutes.ts';
import { judgeSight } from '../evidence/sight.ts';
import { breaches, judgeTriggers, type Row } from '../triggers/judge.ts';
import type { Points } from '../triggers/metrics.ts';
import { type AlarmSeen, isAlarm, judgeAlarms } from '../triggers/team-alarms.ts';
import type { Trigger } from '../triggers/trigger.ts';
import { triggersOf, windowSeconds } from '../triggers/triggers.ts';
import { type Verdict, worst } from '../verdict.ts';

/** What is known at the end of a rung. A source that could not be read says why. */
export interface RungFacts {
  readonly now: number;
  readonly firstShareAt: number;
  /** When this rung's weight was read back. */
  readonly rungLiveAt: number;
  /** When the rung was due to be judged: `holdAtMostSeconds` counts from here. */
  readonly dueAt: number;
  readonly points: Seen<Points>;
  /** The team's own; none named, none read. */
  readonly alarms: Seen<readonly AlarmSeen[]>;
  readonly standing: Seen<Standing>;
}

/** What the balancer says. */
interface Standing {
  /** Whether every rule still says what we confirmed; the text names what differs. */
  readonly drift: string | undefined;
  readonly capacity: { readonly healthyTargets: number; readonly neededTargets: number };
}

type Seen<T> = { readonly seen: T } | { readonly error: string };

export interface RungRules {
  readonly triggers: readonly Trigger[];
  readonly minRequestsPerMinute: number;
  readonly holdAtMostSeconds: number;
}

export interface RungDecision {
  readonly decision: 'advance' | 'hold' | 'rollBack';
  readonly reason: string;
  /** What every trigger and every alarm of the team said. */
  readonly rows: readonly Row[];
}

/** A rung is judged on at least this many of its own minutes. */
export const minutesNeeded = 2;

/**
 * Whether the share may rise. It rises only on evidence of this rung, with nothing ringing and nothing on its way to
 * ring; otherwise it holds for at most `holdAtMostSeconds` and then goes back, since nobody has shown that going on
 * is safe.
 */
export function decideRung(facts: RungFacts, rules: RungRules): RungDecision {
  const rows = rowsOf(facts, rules);
  const verdict = worst([...judgeSeen(facts, rules, rows), judgeStanding(facts)]);
  const { reason } = verdict;
  if (verdict.outcome === 'pass') return { decision: 'advance', reason, rows };
  if (verdict.outcome === 'fail') return { decision: 'rollBack', reason, rows };
  const heldSeconds = Math.round((facts.now - facts.dueAt) / 1000);
  if (heldSeconds < rules.holdAtMostSeconds) return { decision: 'hold', reason, rows };
  const spent = `held for ${lengthText(heldSeconds)}, at most ${lengthText(rules.holdAtMostSeconds)} are allowed`;
  return { decision: 'rollBack', reason: `${spent}, and still: ${reason}`, rows };
}

function rowsOf({ points, alarms, now }: RungFacts, { triggers }: RungRules): readonly Row[] {
  const own = 'seen' in points ? judgeTriggers(triggers, points.seen, now) : [];
  return 'seen' in alarms ? [...own, ...judgeAlarms(alarms.seen)] : own;
}

/**
 * What was seen. A trigger of ours that cannot tell yet is no objection, since the rung's own minutes must tell; an
 * alarm of the team that cannot is one.
 */
function judgeSeen(facts: RungFacts, rules: RungRules, rows: readonly Row[]): Verdict[] {
  const { points, alarms, now, firstShareAt } = facts;
  const objections = rows.filter(
    ({ id, verdict: { outcome } }) => outcome === 'fail' || (outcome !== 'pass' && isAlarm(id)),
  );
  const verdicts = objections.map(({ verdict }) => verdict);
  if ('error' in alarms) verdicts.push(unread("the team's alarms", alarms.error));
  if ('error' in points) return [...verdicts, unread("CloudWatch's metrics", points.error)];
  return [
    ...verdicts,
    judgeOwnMinutes(facts, rules, points.seen),
    judgeSight(minutesOf(points.seen, 'canary'), firstShareAt, now),
    ...breaches(rules.triggers, points.seen, { since: breachesSince(facts, rules), now }).map(
      (reason) => ({ outcome: 'inconclusive', reason }) as const,
    ),
  ];
}

/** This rung, or further back where a trigger needs more time than a rung has: a queue does not know of rungs. */
function breachesSince({ now, rungLiveAt }: RungFacts, { triggers }: RungRules): number {
  return Math.min(rungLiveAt, now - windowSeconds(triggers) * 1000 - settleMilliseconds);
}

function unread(what: string, error: string): Verdict {
  return { outcome: 'error', reason: `${what} could not be read: ${error}` };
}

/** The rung's own evidence: enough minutes that say something. */
function judgeOwnMinutes(facts: RungFacts, rules: RungRules, points: Points): Verdict {
  const since = facts.rungLiveAt + propagationMilliseconds;
  const own = settledMinutes(minutesOf(points, 'canary'), since, facts.now);
  const telling = tellingMinutes(own, rules.minRequestsPerMinute);
  const newest = telling.at(-1);
  if (telling.length < minutesNeeded || newest === undefined) {
    return {
      outcome: 'inconclusive',
      sampleCount: telling.length,
      reason:
        `${telling.length} of ${minutesNeeded} minutes of this rung can be judged ` +
        `(at least ${rules.minRequestsPerMinute} canary requests a minute are needed)`,
    };
  }
  const observed = errorPercent(newest);
  const reason = `${percentText(observed)} of ${newest.requests} canary requests failed in the minute of ${timeText(newest.at)}`;
  return { outcome: 'pass', observed, sampleCount: newest.requests, reason };
}

/** Whether the ground is as we left it and the next share has tasks to land on. */
function judgeStanding({ standing }: RungFacts): Verdict {
  if ('error' in standing) return unread('the rules and their targets', standing.error);
  const { drift, capacity } = standing.seen;
  if (drift !== undefined)
    return { outcome: 'inconclusive', reason: `somebody else changed the weights: ${drift}` };
  const { healthyTargets, neededTargets } = capacity;
  if (healthyTargets < neededTargets) {
    return {
      outcome: 'inconclusive',
      observed: healthyTargets,
      threshold: neededTargets,
      reason: `${healthyTargets} of the ${neededTargets} canary targets that the next share needs are healthy`,
    };
  }
  return { outcome: 'pass', reason: `${healthyTargets} canary targets are healthy` };
}

/** What a look and a rung are judged by: the plan's part, and what was usual before the cutover. */
export function rungRules(record: {
  readonly plan: Pick<Plan, 'triggers' | 'minRequestsPerMinute' | 'holdAtMostSeconds'>;
  readonly balancerErrorPercent?: number;
}): RungRules {
  const { minRequestsPerMinute, holdAtMostSeconds } = record.plan;
  const triggers = triggersOf(record.plan, record.balancerErrorPercent ?? 0);
  return { triggers, minRequestsPerMinute, holdAtMostSeconds };
}
