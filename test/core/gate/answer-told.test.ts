import { describe, expect, test } from 'vitest';
import { type Answer, decideAnswer } from '../../../core/gate/answer.ts';
import { approvalsOf, type Gate } from '../../../core/gate/gate.ts';
import { answerOf, decisionOf, openedAt, someGate } from './some-gate.ts';

const minute = 60_000;
const closing = { by: 'sam', at: openedAt, text: 'sam approves go-live' };
const danas = decisionOf('dana', openedAt);
const decide = (gate: Gate, answer: Answer) => decideAnswer(gate, [], answer, openedAt + minute);

const kept = (changes: Partial<Answer>) => {
  const answered = decide(someGate(), answerOf('dana', changes));
  return 'next' in answered ? answered.next.decisions['dana'] : undefined;
};

describe('what stays of an answer', () => {
  test('is where it came from, as far as that is of use', () => {
    expect(kept({ address: '192.0.2.7', userAgent: 'Firefox' })).toStrictEqual({
      by: 'dana',
      decision: 'approve',
      method: 'iam',
      reason: '',
      at: openedAt + minute,
      address: '192.0.2.7',
      userAgent: 'Firefox',
    });
    expect(kept({ address: 'a'.repeat(101), userAgent: 'u'.repeat(301) })).toMatchObject({
      address: 'a'.repeat(100),
      userAgent: 'u'.repeat(300),
    });
  });

  test('is nothing of what nobody knows', () => {
    expect(Object.keys(kept({}) ?? {})).toEqual(['by', 'decision', 'method', 'reason', 'at']);
  });
});

describe('told', () => {
  const two = { need: 2, decisions: { dana: danas } };

  test.each<[string, Partial<Gate>, Answer, string]>([
    [
      'how many are missing yet, one',
      { need: 2 },
      answerOf('dana'),
      'dana approves go-live; 1 more is needed',
    ],
    ['or more', { need: 3 }, answerOf('dana'), 'dana approves go-live; 2 more are needed'],
    ['who decided, together', two, answerOf('sam'), 'dana and sam approve go-live'],
    [
      'who rejects, and why',
      {},
      answerOf('sam', { word: 'reject', reason: 'no' }),
      'sam rejects go-live: no',
    ],
    [
      'which share it is about',
      { gate: 'ramp', subject: { ...someGate().subject, percent: 26 } },
      answerOf('dana'),
      'dana approves ramp to 26 %',
    ],
    [
      'how it stands, to who asks again',
      two,
      answerOf('dana'),
      'you have answered already (approve, 22:00 UTC); open until 23:00 UTC, 1 approval is missing',
    ],
    [
      'how it stands, to who comes first of three',
      { need: 3, decisions: { dana: danas } },
      answerOf('dana'),
      'you have answered already (approve, 22:00 UTC); open until 23:00 UTC, 2 approvals are missing',
    ],
    [
      'that it is closed, and by whom',
      { status: 'approved', closing },
      answerOf('dana'),
      'closed at 22:00 UTC: sam approves go-live',
    ],
  ])('%s', (_title, changes, answer, said) => {
    expect(decide(someGate(changes), answer).told).toBe(said);
  });

  test('to a machine is who closed it, when and with which words', () => {
    const answered = decide(someGate(), answerOf('sam', { word: 'reject', reason: 'no' }));
    expect('next' in answered && answered.next.closing).toEqual({
      by: 'sam',
      at: openedAt + minute,
      text: 'sam rejects go-live: no',
    });
  });

  test('a gate without an escalation is closed to none of its approvers', () => {
    const { escalation: _escalation, ...alone } = someGate();
    expect(decide(alone, answerOf('dana')).result).toBe('decided');
  });

  test('a rejection is no approval, however many are counted', () => {
    const rejected = { ...danas, decision: 'reject' } as const;
    expect(approvalsOf({ decisions: { dana: rejected, sam: { ...danas, by: 'sam' } } })).toHaveLength(1);
  });
});
