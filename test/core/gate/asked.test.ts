/** What the story says when people are asked, and what other code reads out of it again. */
import { expect, test } from 'vitest';
import { askedText, isAsked, isAskedLonger } from '../../../core/gate/asked.ts';
import { heldAgainSeconds } from '../../../core/gate/life.ts';
import type { Gate } from '../../../core/gate/gate.ts';
import { openedAt, someGate } from './some-gate.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Nobody decided within the hour: it holds, and asks for another. */
const held = { isHeld: true, expiresAt: openedAt + hour + heldAgainSeconds * 1000 };

test.each<[string, Partial<Gate>, number, string]>([
  ['at first, for how long', {}, 0, 'Asks dana, sam about go-live: 1 of them within 1h'],
  [
    'of a rung, which',
    { gate: 'ramp', subject: { ...someGate().subject, percent: 51 } },
    0,
    'Asks dana, sam about ramp to 51 %: 1 of them within 1h',
  ],
  ['of more than one', { need: 2 }, 0, 'Asks dana, sam about go-live: 2 of them within 1h'],
  [
    'where nobody signed for the start, why one more',
    { starter: { unknown: 'nobody signed for the start' } },
    0,
    'Asks dana, sam about go-live: 2 of them within 1h (nobody signed for the start, so one more than the plan asks for)',
  ],
  ['anew, by when', { attempt: 2 }, 5 * minute, 'Asks again dana, sam about go-live: 1 of them by 23:00 UTC'],
  [
    'held, at once',
    { ...held, attempt: 2 },
    hour,
    'Nobody decided: it holds, and asks dana, sam about go-live: 1 of them by 00:00 UTC',
  ],
  [
    'held, to the end of its first minute',
    { ...held, attempt: 2 },
    hour + minute - 1,
    'Nobody decided: it holds, and asks dana, sam about go-live: 1 of them by 00:00 UTC',
  ],
  [
    'held, and asked anew after that minute',
    { ...held, attempt: 3 },
    hour + minute,
    'Asks again dana, sam about go-live: 1 of them by 00:00 UTC',
  ],
])('%s', (_what, changes, after, says) => {
  const text = askedText(someGate(changes), openedAt + after);
  expect(text).toBe(says);
  expect(isAsked(text)).toBe(true);
  expect(isAskedLonger(text)).toBe(text.startsWith('Nobody decided'));
});

test('what versions before this one wrote is still read', () => {
  const before = 'Nobody decided; asks for longer dana, sam about go-live';
  expect([isAsked(before), isAskedLonger(before)]).toEqual([true, true]);
});

test.each(['dana approves go-live', 'Nobody decided: rejected', 'He asks dana', ''])(
  'no question: %s',
  (text) => {
    expect([isAsked(text), isAskedLonger(text)]).toEqual([false, false]);
  },
);
