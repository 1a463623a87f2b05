/** An alarm that rang, in the words in which the guard would have told of it. */
import { nameOf, type Row } from './judge.ts';
import { prefix } from './team-alarms.ts';
import type { Scope, TriggerId } from './trigger.ts';

/** Whose alarm it is: a trigger's, made by the cutover, or one that the team has anyway. */
export type Ringing = { readonly alarm: string } & (
  | { readonly own: true; readonly triggerId: TriggerId; readonly scope: Scope }
  | { readonly own: false }
);

/** What CloudWatch says of an alarm's state: a sentence for people, and JSON for programs. */
export interface Said {
  readonly reason?: string | undefined;
  readonly reasonData?: string | undefined;
}

const units: Readonly<Record<TriggerId, string>> = {
  http5xx: ' %',
  latencyP95: ' s',
  queueDepth: ' messages a minute',
  unhealthy: ' %',
};

export function ringingRow(ringing: Ringing, said: Said): Row {
  const { reason: sentence = 'it is in ALARM' } = said;
  if (!ringing.own) {
    const reason = `the alarm ${ringing.alarm} rings: ${sentence}`;
    return { id: `${prefix}${ringing.alarm}`, scope: 'all', verdict: { outcome: 'fail', reason } };
  }
  const { triggerId: id, scope } = ringing;
  const numbers = numbersOf(said.reasonData, units[id]) ?? sentence;
  const reason = `${nameOf({ id, scope })} rings, says its alarm: ${numbers}`;
  return { id, scope, verdict: { outcome: 'fail', reason } };
}

/** Undefined where the data are not as CloudWatch writes them today: then its sentence has to do. */
function numbersOf(reasonData: string | undefined, unit: string): string | undefined {
  const { recentDatapoints: points, threshold } = parsed(reasonData);
  if (!Array.isArray(points) || points.length === 0 || !points.every(Number.isFinite)) return undefined;
  if (typeof threshold !== 'number') return undefined;
  const values = (points as number[]).map((value) => Number(value.toPrecision(3)));
  const minutes = values.length === 1 ? 'in one minute' : `in ${values.length} minutes`;
  return `${values.join(', ')}${unit} ${minutes}, limit ${threshold}${unit}`;
}

function parsed(json: string | undefined): {
  readonly recentDatapoints?: unknown;
  readonly threshold?: unknown;
} {
  try {
    return (JSON.parse(json ?? 'null') as object | null) ?? {};
  } catch {
    return {};
  }
}
