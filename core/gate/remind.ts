/** When those who are asked hear of a gate once more: in the middle of its time, in its last quarter, and when it is their turn. */
import { type Gate, type Person } from './gate.ts';
import { heldAgainSeconds } from './life.ts';

export interface Reminder {
  /** The moments that it stands for: each is marked on the gate, and met once. */
  readonly id: string;
  readonly people: readonly Person[];
  readonly next: Gate;
}

/** Less time than this is over before anybody forgets. */
const shortestMilliseconds = 15 * 60_000;

export function reminderDue(gate: Gate, now: number): Reminder | undefined {
  const { status, expiresAt, reminded = [], decisions } = gate;
  if (status !== 'pending' || now >= expiresAt) return undefined;
  const due = momentsOf(gate).filter(({ id, at }) => now >= at && !reminded.includes(id));
  const people = new Map(due.flatMap((moment) => moment.people.map((one) => [one.id, one])));
  const left = [...people.values()].filter(({ id }) => !Object.hasOwn(decisions, id) && !isStarter(gate, id));
  if (left.length === 0) return undefined;
  const ids = due.map(({ id }) => id);
  return { id: ids.join('+'), people: left, next: { ...gate, reminded: [...reminded, ...ids] } };
}

/** Of each stretch of time that people get: one that is held gets another. */
function momentsOf({ openedAt, expiresAt, isHeld, approvers, escalation }: Gate) {
  const beginsAt = isHeld ? expiresAt - heldAgainSeconds * 1000 : openedAt;
  const lasts = expiresAt - beginsAt;
  const later = escalation?.people ?? [];
  const askedAt = (at: number) =>
    escalation !== undefined && at >= escalation.at ? [...approvers, ...later] : approvers;
  const moment = (name: string, at: number, people: readonly Person[]) => ({
    id: `${name}@${expiresAt}`,
    at,
    people,
  });
  const [middle, end] = [beginsAt + lasts / 2, beginsAt + (lasts * 3) / 4];
  return [
    ...(lasts < shortestMilliseconds
      ? []
      : [moment('middle', middle, askedAt(middle)), moment('end', end, askedAt(end))]),
    // It is their turn once, however often the time is drawn out.
    ...(escalation === undefined ? [] : [{ id: 'turn', at: escalation.at, people: later }]),
  ];
}

function isStarter({ starter }: Gate, id: string): boolean {
  return 'person' in starter && starter.person === id;
}
