import { describe, expect, test } from 'vitest';
import { type QuestionFacts, questionOf } from '../../../core/gate/question.ts';
import { openedAt, person, someGate } from './some-gate.ts';

const { subject } = someGate();
const terms = {
  need: 2,
  strength: 'medium',
  withinSeconds: 3600,
  onSilence: 'reject',
  approvers: [person('dana')],
} as const;
const escalation = { afterSeconds: 600, people: [person('lead')] };
const facts: QuestionFacts = {
  cutoverId: 'rehearsal-1',
  plan: { service: 'claude-proxy' },
  terms: { 'go-live': terms, ramp: { ...terms, escalation } },
  starter: { person: 'robin' },
  now: openedAt,
};

describe('a question', () => {
  test('is asked on the terms of its own gate', () => {
    expect(questionOf('go-live', subject, 'shown', facts)).toEqual({
      id: 'rehearsal-1.go-live',
      cutoverId: 'rehearsal-1',
      gate: 'go-live',
      service: 'claude-proxy',
      ...terms,
      starter: { person: 'robin' },
      subject,
      digest: 'shown',
    });
  });

  test('goes to others after their time, counted from now', () => {
    const asked = questionOf('ramp', { ...subject, percent: 26 }, 'shown', facts);
    expect(asked).toMatchObject({
      id: 'rehearsal-1.ramp-26',
      escalation: { at: openedAt + 600_000, people: [person('lead')] },
    });
  });

  test('of a start that nobody signed for knows that: it needs one approval more', () => {
    const { starter: _starter, ...unsigned } = facts;
    expect(questionOf('go-live', subject, 'shown', unsigned).starter).toEqual({
      unknown: 'nobody signed for the start',
    });
  });

  const { terms: _terms, ...untold } = facts;
  test.each([
    ['of this gate', facts],
    ['at all', untold],
  ])('is never asked without terms %s: nobody would know who may answer', (_title, known) => {
    expect(() => questionOf('sign-off', subject, 'shown', known)).toThrow(
      expect.objectContaining({
        name: 'LedgerBroken',
        message: expect.stringMatching(/rehearsal-1.*sign-off/),
      }),
    );
  });
});
