import { minutesOf } from '../evidence/minutes.ts';
import { blindSeconds, judgeSight } from '../evidence/sight.ts';
import type { Fence } from '../record.ts';
import { type AlarmSeen, judgeAlarms } from '../triggers/team-alarms.ts';
import { judgeTriggers, type Row } from '../triggers/judge.ts';
import type { Points } from '../triggers/metrics.ts';
import { judgeProbe, type Probed, type ProbeRule } from '../triggers/probe.ts';
import type { Trigger } from '../triggers/trigger.ts';
import type { Verdict } from '../verdict.ts';

/** What a source said, or since when and why it says nothing. */
export type Reading<T> = { readonly seen: T } | { readonly failingSince: number; readonly error: string };

export interface LookFacts {
  readonly now: number;
  /** Absent until the canary has been given a share. */
  readonly firstShareAt: number | undefined;
  readonly fence: Pick<Fence, 'phase' | 'mark'>;
  readonly points: Reading<Points>;
  /** The team's own; none named, none read. */
  readonly alarms: Reading<readonly AlarmSeen[]>;
  /** Since when the rules have said something that no writer of ours wrote. */
  readonly rules: Reading<{ readonly driftSince: number | undefined }>;
  /** What the look's own requests brought; absent where it sent none. */
  readonly probe?: { readonly rule: ProbeRule; readonly probed: Probed };
}

export interface LookRules {
  readonly triggers: readonly Trigger[];
  readonly holdAtMostSeconds: number;
}

export type Look = {
  readonly decision: 'quiet' | 'ringing' | 'over';
  readonly reason: string;
  readonly rows: readonly Row[];
};

/** One look of the guard. `over` once watching has been ended by the release itself. */
export function decideLook(facts: LookFacts, rules: LookRules): Look {
  if (facts.fence.phase !== 'releasing')
    return { decision: 'over', reason: `the cutover is ${facts.fence.phase}`, rows: [] };
  const rows = [
    ...triggerRows(facts, rules),
    ...probeRows(facts),
    ...sightRows(facts),
    ...alarmRows(facts),
    { id: 'drift', scope: 'all', verdict: judgeDrift(facts, rules) } as const,
  ];
  // An alarm, or a person: whoever left the mark may not have reached the waiting state.
  if (facts.fence.mark !== undefined) return { decision: 'ringing', reason: facts.fence.mark.reason, rows };
  const failing = rows.find(({ verdict }) => verdict.outcome === 'fail');
  if (failing !== undefined) return { decision: 'ringing', reason: failing.verdict.reason, rows };
  const worrying = rows.find(({ verdict }) => verdict.outcome === 'error');
  const reason = worrying?.verdict.reason ?? rows[0]?.verdict.reason ?? 'nothing rings';
  return { decision: 'quiet', reason, rows };
}

/** Before its first share there is nothing to see of the canary, but everybody's requests are watched already. */
function triggerRows({ points, now, firstShareAt }: LookFacts, { triggers }: LookRules): Row[] {
  const scoped = triggers.filter(({ scope }) => scope === 'all' || firstShareAt !== undefined);
  if ('seen' in points) return judgeTriggers(scoped, points.seen, now);
  // Its budget is kept by `sight`, once, and not by every trigger.
  const verdict: Verdict = { outcome: 'error', reason: `not judged: ${points.error}` };
  return scoped.map(({ id, scope }) => ({ id, scope, verdict }));
}

function probeRows({ probe }: LookFacts): Row[] {
  if (probe === undefined) return [];
  return [{ id: 'probe', scope: 'canary', verdict: judgeProbe(probe.rule, probe.probed) }];
}

function sightRows({ points, now, firstShareAt }: LookFacts): Row[] {
  const of = { id: 'sight', scope: 'canary' } as const;
  if ('failingSince' in points)
    return [{ ...of, verdict: unread("CloudWatch's metrics", points.failingSince, points.error, now) }];
  if (firstShareAt === undefined) return [];
  return [{ ...of, verdict: judgeSight(minutesOf(points.seen, 'canary'), firstShareAt, now) }];
}

function alarmRows({ alarms, now }: LookFacts): Row[] {
  if ('seen' in alarms) return judgeAlarms(alarms.seen);
  const verdict = unread("the team's alarms", alarms.failingSince, alarms.error, now);
  return [{ id: 'alarms', scope: 'all', verdict }];
}

/** A source that does not answer is no pass; past its budget the cutover goes back, as if it had rung. */
function unread(what: string, since: number, error: string, now: number): Verdict {
  const observed = Math.round((now - since) / 1000);
  const facts = { observed, threshold: blindSeconds };
  const numbers = `${what} could not be read for ${observed} s, limit ${blindSeconds} s (${error})`;
  if (observed > blindSeconds) return { ...facts, outcome: 'fail', reason: `blind: ${numbers}` };
  return { ...facts, outcome: 'error', reason: numbers };
}

/** Weights that somebody else wrote hold the ramp; after the budget the cutover goes back, never "corrects". */
function judgeDrift({ rules, now }: LookFacts, { holdAtMostSeconds: threshold }: LookRules): Verdict {
  if ('failingSince' in rules) return unread('the rules', rules.failingSince, rules.error, now);
  const { driftSince } = rules.seen;
  if (driftSince === undefined) return { outcome: 'pass', reason: 'the rules say what we wrote' };
  const observed = Math.round((now - driftSince) / 1000);
  const reason = `somebody else has changed the weights for ${observed} s, limit ${threshold} s`;
  return { outcome: observed >= threshold ? 'fail' : 'inconclusive', observed, threshold, reason };
}
