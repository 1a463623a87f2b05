import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldAgainSeconds } from '../../../core/gate/life.ts';
import { messageFor } from '../../../core/gate/message.ts';
import { reminderDue } from '../../../core/gate/remind.ts';
import type { Gate } from '../../../core/gate/gate.ts';
import { openedAt, person, someGate } from './some-gate.ts';

const minute = 60_000;

/** Everybody who is reminded, minute by minute, as if it came by the minute. */
function reminders(gate: Gate, fromMinute = 0, untilMinute = 240): string[] {
  const told: string[] = [];
  let now = gate;
  for (let at = fromMinute; at < untilMinute; at++) {
    const due = reminderDue(now, openedAt + at * minute);
    if (due === undefined) continue;
    told.push(`${at} ${due.people.map(({ id }) => id).join(' ')}`);
    now = due.next;
  }
  return told;
}

const text = (id: string, at: number) => messageFor(someGate(), id, { remindedAt: openedAt + at * minute });

const danas = { by: 'dana', decision: 'approve', method: 'iam', reason: '', at: openedAt } as const;
const { escalation: _later, ...plain } = someGate();

test.each<[string, Gate, string[]]>([
  ['in the middle and near the end', plain, ['30 dana sam', '45 dana sam']],
  ['those whose turn comes later, from then on', someGate(), ['30 dana sam lead', '45 dana sam lead']],
  [
    'when their turn is between',
    someGate({ escalation: { at: openedAt + 40 * minute, people: [person('lead')] } }),
    ['30 dana sam', '40 lead', '45 dana sam lead'],
  ],
  ['not who has approved', { ...plain, need: 2, decisions: { dana: danas } }, ['30 sam', '45 sam']],
  ['not who started it', { ...plain, starter: { person: 'sam' } }, ['30 dana', '45 dana']],
  [
    'in a quarter of an hour, the shortest that there is',
    { ...plain, expiresAt: openedAt + 15 * minute },
    ['8 dana sam', '12 dana sam'],
  ],
  [
    'those whose turn comes in that very minute',
    someGate({ escalation: { at: openedAt + 45 * minute, people: [person('lead')] } }),
    ['30 dana sam', '45 dana sam lead'],
  ],
  ['nobody in ten minutes', { ...plain, expiresAt: openedAt + 10 * minute }, []],
  ['nobody once it is closed', { ...plain, status: 'approved' }, []],
  [
    'nobody where everybody has approved',
    { ...plain, approvers: [person('dana')], need: 2, decisions: { dana: danas } },
    [],
  ],
])('reminds %s', (_title, gate, expected) => {
  expect(reminders(gate)).toEqual(expected);
});

test('a gate that is held for longer reminds anew, of the time that it got', () => {
  const [first] = [reminderDue(plain, openedAt + 59 * minute)];
  const held: Gate = {
    ...(first?.next ?? plain),
    isHeld: true,
    attempt: 2,
    expiresAt: openedAt + 61 * minute + heldAgainSeconds * 1000,
  };
  expect(reminders(held, 61)).toEqual(['91 dana sam', '106 dana sam']);
});

test('whoever comes late reminds once of all that is due', () => {
  expect(reminders(someGate(), 55)).toEqual(['55 dana sam lead']);
});

test('whenever it looks, a moment is met once, and never after the end', () => {
  const looks = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 40 });
  fc.assert(
    fc.property(looks, (minutes) => {
      let gate = someGate();
      let told = 0;
      for (const at of minutes.toSorted((a, b) => a - b)) {
        const due = reminderDue(gate, openedAt + at * minute);
        if (due === undefined) continue;
        expect(at).toBeLessThan(60);
        told += 1;
        gate = due.next;
      }
      expect(told).toBeLessThanOrEqual(3);
    }),
  );
});

test('says that it is one, what is missing, and whose turn it is', () => {
  expect(text('dana', 30).subject).toBe('Reminder: claude-proxy: go-live? Answer by 23:00 UTC');
  expect(text('dana', 30).text).toMatch(/still waits .* open until 23:00 UTC, 1 approval is missing/);
  expect(text('lead', 20).text).toContain('your answer counts from 22:30 UTC on');
  expect(text('lead', 30).text).toContain('your answer counts now');
});

test('at the very moment at which its time is over nobody is reminded of it, and just before somebody is', () => {
  const gate = { ...plain, reminded: [] };
  const [end, before] = [gate.expiresAt, gate.expiresAt - 1].map((now) => reminderDue(gate, now));
  expect(end).toBeUndefined();
  expect(before?.people.map(({ id }) => id)).toEqual(['dana', 'sam']);
});
