/** The alarms that the team has already: read by their state, never changed. */
import type { Verdict } from '../verdict.ts';
import type { Row } from './judge.ts';

export interface AlarmSeen {
  readonly name: string;
  /** `missing`: CloudWatch has no alarm of this name. */
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing';
  /** CloudWatch's own sentence. */
  readonly reason?: string;
  /** `PARTIAL_DATA`, `EVALUATION_ERROR`…: it may be blind, whatever its state says. */
  readonly evaluation?: string;
  /** Somebody has silenced it: nothing says that its state is looked after. */
  readonly isSilenced: boolean;
}

export const prefix = 'alarms.';

/** Whether a row is of one of the team's alarms. */
export function isAlarm(id: string): boolean {
  return id.startsWith(prefix);
}

/** Only ALARM rings. What cannot be relied on holds the ramp: no pass, and no reason to go back at once. */
export function judgeAlarms(alarms: readonly AlarmSeen[]): Row[] {
  return alarms.map((alarm) => ({ id: `${prefix}${alarm.name}`, scope: 'all', verdict: verdictOf(alarm) }));
}

function verdictOf(alarm: AlarmSeen): Verdict {
  const name = `the alarm ${alarm.name}`;
  if (alarm.state === 'ALARM')
    return { outcome: 'fail', reason: `${name} rings: ${alarm.reason ?? 'it is in ALARM'}` };
  if (alarm.state === 'missing')
    return { outcome: 'inconclusive', reason: `${name} does not exist in this account and Region` };
  if (alarm.state !== 'OK') return { outcome: 'inconclusive', reason: `${name} is in ${alarm.state}` };
  if (alarm.evaluation !== undefined)
    return { outcome: 'inconclusive', reason: `${name} may be blind: ${alarm.evaluation}` };
  if (alarm.isSilenced) return { outcome: 'inconclusive', reason: `${name} has its actions disabled` };
  return { outcome: 'pass', reason: `${name} is OK` };
}
