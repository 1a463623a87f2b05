/** Alarms, dashboards and logs: whether somebody would see it. */
import type { Verdict } from '../verdict.ts';
import { ageText, combined, enumerated, findings, plural } from './findings.ts';

export interface AlarmFacts {
  readonly name: string;
  readonly state: string;
  /** `PARTIAL_DATA`, `EVALUATION_ERROR`, …: it may be blind. */
  readonly evaluationState?: string | undefined;
  readonly actionsEnabled: boolean;
  /** It has an action, or somebody who listens without one: a composite alarm, or a trigger of the plan. */
  readonly isHeard: boolean;
  /** A mute rule keeps its actions back; absent where nobody looked. */
  readonly isMuted?: boolean;
}

export function judgeAlarms(names: readonly string[], alarms: readonly AlarmFacts[]): Verdict {
  const verdicts = names.map((name) =>
    judgeAlarm(
      name,
      alarms.find((alarm) => alarm.name === name),
    ),
  );
  return combined(verdicts, `${plural(names.length, 'alarm')} OK: ${enumerated(names)}`);
}

function judgeAlarm(name: string, alarm: AlarmFacts | undefined): Verdict {
  if (alarm === undefined) return { outcome: 'fail', reason: `alarm ${name} does not exist` };
  if (alarm.state === 'ALARM')
    return { outcome: 'fail', reason: `alarm ${name} is ringing already: it would not ring again` };
  if (!alarm.actionsEnabled)
    return { outcome: 'fail', reason: `the actions of alarm ${name} are switched off` };
  if (alarm.isMuted === true)
    return { outcome: 'fail', reason: `alarm ${name} is muted by a rule: it would tell nobody` };
  if (alarm.state !== 'OK') return { outcome: 'inconclusive', reason: `alarm ${name} is in ${alarm.state}` };
  if (alarm.evaluationState !== undefined)
    return { outcome: 'inconclusive', reason: `alarm ${name} may be blind: ${alarm.evaluationState}` };
  // Last, since EventBridge may carry it to somebody all the same, which nobody can see here.
  if (!alarm.isHeard)
    return {
      outcome: 'inconclusive',
      reason: `alarm ${name} has no action: nothing shows who would hear it`,
    };
  return { outcome: 'pass', reason: '' };
}

export interface DashboardFacts {
  readonly name: string;
  readonly exists: boolean;
  readonly widgets: number;
  readonly pictures: number;
}

export function judgeDashboards(dashboards: readonly DashboardFacts[]): Verdict {
  const missing = dashboards
    .filter(({ exists }) => !exists)
    .map(({ name }) => `dashboard ${name} does not exist`);
  const empty = dashboards
    .filter(({ exists, widgets }) => exists && widgets === 0)
    .map(({ name }) => `dashboard ${name} has no widget`);
  const told = dashboards.map(
    ({ name, widgets, pictures }) =>
      `${name} (${plural(widgets, 'widget')}, ${plural(pictures, 'picture')} kept)`,
  );
  return findings([...missing, ...empty], enumerated(told));
}

export interface LogFacts {
  readonly group: string;
  readonly exists: boolean;
  /** Of a line among the newest in the window; undefined where none was found. */
  readonly newestAt: number | undefined;
  /** CloudWatch answered with empty pages and never came to an end: that none was found says nothing. */
  readonly isUnread?: true;
}

export function judgeLogs(
  groups: readonly LogFacts[],
  { now, withinSeconds }: { readonly now: number; readonly withinSeconds: number },
): Verdict {
  const within = ageText(withinSeconds * 1000);
  const problems = groups.flatMap(({ group, exists, newestAt, isUnread }): Verdict[] => {
    if (!exists) return [{ outcome: 'fail', reason: `log group ${group} does not exist` }];
    if (newestAt !== undefined) return [];
    return isUnread === true
      ? [{ outcome: 'inconclusive', reason: `${group} could not be read to the end of the last ${within}` }]
      : [{ outcome: 'fail', reason: `nothing arrived in ${group} in the last ${within}` }];
  });
  const told = groups.map(
    ({ group, newestAt = now }) => `${group} ${ageText(Math.max(0, now - newestAt))} ago`,
  );
  return combined(problems, `arrived: ${enumerated(told)}`);
}
