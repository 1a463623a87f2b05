/** An alarm that rang, in the words in which the guard would have told of it. */
import { nameOf, type Row } from './judge.ts';
import { prefix } from './team-alarms.ts';
import type { Scope, TriggerId } from './trigger.ts';

/** Whose alarm it is: a trigger's, made by the cutover, or one that the team has anyway. */
export type Ringing = { readonly alarm: string } & (
  | { readonly own: true; readonly triggerId: TriggerId; readonly scope: Scope }
  | { readonly own: false }
);

/** `said` is CloudWatch's own sentence. */
export function ringingRow(ringing: Ringing, said = 'it is in ALARM'): Row {
  if (!ringing.own) {
    const reason = `the alarm ${ringing.alarm} rings: ${said}`;
    return { id: `${prefix}${ringing.alarm}`, scope: 'all', verdict: { outcome: 'fail', reason } };
  }
  const { triggerId: id, scope } = ringing;
  const reason = `${nameOf({ id, scope })} rings, says its alarm: ${said}`;
  return { id, scope, verdict: { outcome: 'fail', reason } };
}
