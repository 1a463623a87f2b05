import { describe, expect, test } from 'vitest';
import { gateId } from '../../../core/gate/gate.ts';
import { ask, heard, heldAgainSeconds, supersede, withdraw } from '../../../core/gate/life.ts';
import { openedAt, someGate, someQuestion } from './some-gate.ts';

const { expiresAt } = someGate();
const question = someQuestion();
const danas = { by: 'dana', decision: 'approve', method: 'iam', reason: '', at: openedAt } as const;
const half = openedAt + 1_800_000;

test('a gate begins with its whole time and no answer', () => {
  expect(ask(undefined, question, openedAt)).toEqual({ does: 'ask', gate: someGate() });
});

test('the same question of the same cutover is the same gate', () => {
  expect([gateId('r', 'go-live'), gateId('r', 'ramp', 26)]).toEqual(['r.go-live', 'r.ramp-26']);
});

describe('asked again', () => {
  test('it keeps its deadline, and answers to the same subject', () => {
    const before = someGate({ need: 2, decisions: { dana: danas } });
    expect(ask(before, question, half)).toEqual({ does: 'ask', gate: { ...before, attempt: 2 } });
  });

  test('it forgets answers to another subject', () => {
    const before = someGate({ need: 2, decisions: { dana: danas } });
    const { gate } = ask(before, { ...question, digest: 'another' }, half);
    expect(gate).toMatchObject({ digest: 'another', attempt: 2 });
    expect(gate.decisions).toEqual({});
  });

  test('it tells what was decided, whatever is asked by then', () => {
    const before = someGate({ status: 'approved', closing: { by: 'dana', at: half, text: 'dana approves' } });
    expect(ask(before, { ...question, digest: 'another' }, half)).toEqual({
      does: 'tell',
      gate: before,
      isNew: false,
    });
  });

  test.each(['reject', 'rollBack'] as const)('past its time it has expired (%s)', (onSilence) => {
    const again = ask(someGate({ onSilence, need: 2, decisions: { dana: danas } }), question, expiresAt);
    expect(again).toMatchObject({ does: 'tell', isNew: true, gate: { status: 'expired' } });
    expect(heard(again.gate)).toEqual({
      decision: 'notApproved',
      reason: 'only 1 of 2 approved go-live by 23:00 UTC',
    });
  });

  test('where silence holds, people get an hour more, once', () => {
    const held = ask(someGate({ onSilence: 'hold' }), question, expiresAt);
    const until = expiresAt + heldAgainSeconds * 1000;
    expect(held).toMatchObject({ does: 'ask', gate: { isHeld: true, expiresAt: until, status: 'pending' } });
    expect(ask(held.gate, question, until)).toMatchObject({ does: 'tell', gate: { status: 'expired' } });
  });
});

test('past its time without an answer it says so', () => {
  const { gate } = ask(someGate(), question, expiresAt);
  expect(gate.closing).toEqual({
    by: 'the clock',
    at: expiresAt,
    text: 'nobody answered go-live by 23:00 UTC',
  });
});

test('a newer cutover that takes its place is named', () => {
  expect(supersede(someGate(), 'rehearsal-2', half)?.closing).toEqual({
    by: 'rehearsal-2',
    at: half,
    text: 'rehearsal-2, a newer cutover of claude-proxy, asks to go live instead',
  });
});

test('only an approved gate lets the machine on', () => {
  const on = (['pending', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn'] as const).filter(
    (one) => heard(someGate({ status: one })).decision === 'approved',
  );
  expect(on).toEqual(['approved']);
});

test('what has closed is neither superseded nor withdrawn', () => {
  const closed = someGate({ status: 'approved' });
  expect(supersede(closed, 'r-2', half)).toBeUndefined();
  expect(withdraw(closed, 'robin', 'aborted', half)).toBeUndefined();
  expect(supersede(someGate(), 'r-2', half)?.status).toBe('superseded');
  expect(withdraw(someGate(), 'robin', 'aborted', half)?.closing?.text).toBe('aborted');
});
