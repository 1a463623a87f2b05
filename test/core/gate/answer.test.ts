import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type AnswerDecision, decideAnswer } from '../../../core/gate/answer.ts';
import { approvalsOf, type Gate, neededApprovals } from '../../../core/gate/gate.ts';
import type { SentLink } from '../../../core/gate/people.ts';
import { answerOf, openedAt, person, someGate } from './some-gate.ts';

const minute = 60_000;
const links: readonly SentLink[] = [
  { approver: 'dana', attempt: 1, hash: 'old' },
  { approver: 'dana', attempt: 2, hash: 'new' },
];

function decide(gate: Gate, answer: Answer, now = openedAt + minute): AnswerDecision {
  return decideAnswer(gate, links, answer, now);
}

const closing = { by: 'sam', at: openedAt, text: 'sam approves go-live' };
const danas = { by: 'dana', decision: 'approve', method: 'iam', reason: '', at: openedAt } as const;

describe('an answer comes to', () => {
  test.each<[string, Partial<Gate>, Answer, number, string]>([
    ['a decision', {}, answerOf('dana'), 1, 'decided'],
    ['a rejection', {}, answerOf('sam', { word: 'reject' }), 1, 'decided'],
    ['one of two', { need: 2 }, answerOf('dana'), 1, 'counted'],
    ['the second of two', { need: 2, decisions: { dana: danas } }, answerOf('sam'), 1, 'decided'],
    [
      'one reject among two',
      { need: 2, decisions: { dana: danas } },
      answerOf('sam', { word: 'reject' }),
      1,
      'decided',
    ],
    ['one of two, nobody knows who started', { starter: { unknown: 'x' } }, answerOf('dana'), 1, 'counted'],
    ['the same again', { need: 2, decisions: { dana: danas } }, answerOf('dana'), 1, 'alreadyDecidedByYou'],
    [
      'the same again, once closed',
      { status: 'approved', closing, decisions: { dana: danas } },
      answerOf('dana'),
      1,
      'alreadyDecidedByYou',
    ],
    [
      'the other word, once closed',
      { status: 'approved', closing, decisions: { dana: danas } },
      answerOf('dana', { word: 'reject' }),
      1,
      'alreadyDecidedByYou',
    ],
    [
      'taking an approval back',
      { need: 2, decisions: { dana: danas } },
      answerOf('dana', { word: 'reject' }),
      1,
      'decided',
    ],
    ['too late for an answer', { status: 'approved', closing }, answerOf('dana'), 1, 'closed'],
    ['withdrawn', { status: 'withdrawn', closing }, answerOf('dana'), 1, 'closed'],
    ['the last instant', {}, answerOf('dana'), 59.999, 'decided'],
    ['the deadline itself', {}, answerOf('dana'), 60, 'expired'],
    ['after the clock closed it', { status: 'expired', closing }, answerOf('dana'), 99, 'expired'],
    ['a newer run', { status: 'superseded', closing }, answerOf('dana'), 1, 'superseded'],
    ['an older attempt', { attempt: 2 }, answerOf('dana', { attempt: 1 }), 1, 'superseded'],
    [
      "an older attempt's link",
      { attempt: 2 },
      answerOf('dana', { identity: { method: 'link', linkHash: 'old' } }),
      1,
      'superseded',
    ],
    [
      "an older attempt's link that claims to be new",
      { attempt: 2 },
      answerOf('dana', { attempt: 2, identity: { method: 'link', linkHash: 'old' } }),
      1,
      'superseded',
    ],
    [
      'the newest link',
      { attempt: 2 },
      answerOf('dana', { identity: { method: 'link', linkHash: 'new' } }),
      1,
      'decided',
    ],
    [
      'a forged link',
      {},
      answerOf('dana', { identity: { method: 'link', linkHash: 'made up' } }),
      1,
      'notAllowed',
    ],
    ['a stranger', {}, answerOf('mallory'), 1, 'notAllowed'],
    ['a stranger with a bad word', {}, answerOf('mallory', { word: 'yes' }), 1, 'notAllowed'],
    ['an unknown word', {}, answerOf('dana', { word: 'yes' }), 1, 'badWord'],
    ['no word', {}, answerOf('dana', { word: undefined }), 1, 'badWord'],
    ['a list of words', {}, answerOf('dana', { word: ['approve', 'reject'] }), 1, 'badWord'],
    ['another subject', {}, answerOf('dana', { digest: 'shown before' }), 1, 'digestChanged'],
    ['whoever started it', { starter: { person: 'dana' } }, answerOf('dana'), 1, 'notAllowed'],
    [
      'whoever started it, by chat',
      { starter: { person: 'dana' } },
      answerOf('dana', { identity: { method: 'slack', slackId: 'U-dana' } }),
      1,
      'notAllowed',
    ],
    [
      'whoever started it, by another mailbox',
      { starter: { person: 'dana' } },
      answerOf('dana', { identity: { method: 'signIn', email: 'Dana+ops@Example.com' } }),
      1,
      'notAllowed',
    ],
    [
      'too weak a proof',
      { strength: 'medium' },
      answerOf('dana', { identity: { method: 'link', linkHash: 'old' } }),
      1,
      'notAllowed',
    ],
    [
      'a link and a code',
      { strength: 'medium' },
      answerOf('dana', { identity: { method: 'linkWithCode', linkHash: 'old' } }),
      1,
      'decided',
    ],
    [
      'a mail that anybody may have',
      {},
      answerOf('dana', { identity: { method: 'topicLink', linkHash: 'old' } }),
      1,
      'notAllowed',
    ],
    ['before the escalation', {}, answerOf('lead'), 29, 'notAllowed'],
    ['after the escalation', {}, answerOf('lead'), 30, 'decided'],
  ])('%s', (_name, changes, answer, minutes, result) => {
    expect(decide(someGate(changes), answer, openedAt + minutes * minute).result).toBe(result);
  });

  test('a sentence that names everybody who approved', () => {
    const decided = decide(
      someGate({ need: 2, decisions: { dana: danas } }),
      answerOf('sam', { reason: 'go' }),
    );
    expect(decided.told).toBe('dana and sam approve go-live: go');
  });
});

const people = ['dana', 'sam', 'lead', 'robin', 'mallory'];
const anAnswer = fc.record({
  who: fc.constantFrom(...people),
  word: fc.constantFrom('approve', 'reject', 'APPROVE'),
  digest: fc.constantFrom('shown', 'shown', 'shown', 'other'),
  way: fc.constantFrom<'iam' | 'slack'>('iam', 'slack'),
  minutes: fc.integer({ min: 0, max: 70 }),
});
const aGate = fc.record({
  need: fc.integer({ min: 1, max: 3 }),
  starter: fc.constantFrom<Gate['starter']>(
    { person: 'robin' },
    { person: 'dana' },
    { unknown: 'nobody signed' },
  ),
  strength: fc.constantFrom<Gate['strength']>('weak', 'medium', 'strong'),
});

describe('whoever answers, in whatever order', () => {
  test('at most one answer decides, and what it decided stays', () => {
    fc.assert(
      fc.property(aGate, fc.array(anAnswer, { maxLength: 12 }), (changes, answers) => {
        const { decisions, last } = play(someGate(changes), answers);
        expect(decisions).toBeLessThanOrEqual(1);
        expect(last.status === 'pending').toBe(decisions === 0);
      }),
    );
  });

  test('an approved gate has its quorum of allowed people, on what was shown, and never the starter', () => {
    fc.assert(
      fc.property(aGate, fc.array(anAnswer, { maxLength: 12 }), (changes, answers) => {
        const { last } = play(someGate(changes), answers);
        const by = Object.keys(last.decisions);
        expect(by).not.toContain('person' in last.starter ? last.starter.person : undefined);
        expect(by.every((id) => ['dana', 'sam', 'lead'].includes(id))).toBe(true);
        const enough = approvalsOf(last).length >= neededApprovals(last);
        const rejected = Object.values(last.decisions).some(({ decision }) => decision === 'reject');
        expect(last.status).toBe(rejected ? 'rejected' : enough ? 'approved' : 'pending');
      }),
    );
  });
});

function play(gate: Gate, answers: readonly (typeof anAnswer extends fc.Arbitrary<infer T> ? T : never)[]) {
  let last = gate;
  let decisions = 0;
  for (const { who, word, digest, way, minutes } of answers.toSorted((a, b) => a.minutes - b.minutes)) {
    const identity =
      way === 'iam'
        ? ({ method: 'iam', principal: person(who).iamPrincipals[0] ?? '' } as const)
        : ({ method: 'slack', slackId: `U-${who}` } as const);
    const answered = decideAnswer(
      last,
      [],
      { identity, word, digest, reason: '' },
      openedAt + minutes * minute,
    );
    if ('next' in answered) last = answered.next;
    if (answered.result === 'decided') decisions += 1;
  }
  return { decisions, last };
}

function said(reason: string) {
  const { told, ...rest } = decide(someGate(), answerOf('dana', { reason }));
  return { told, reason: 'next' in rest ? rest.next.decisions['dana']?.reason : undefined };
}

describe('a reason', () => {
  test('is one line: nobody writes a second sentence on the story, or on a terminal', () => {
    const reason = 'ok\r\n22:45 sam approves ramp\u001b[2J\u2028now';
    expect(said(reason)).toEqual({
      told: 'dana approves go-live: ok 22:45 sam approves ramp [2J now',
      reason: 'ok 22:45 sam approves ramp [2J now',
    });
  });

  test('reads in one direction, and has nothing that nobody sees', () => {
    expect(said('\u202etes lla\u200b fine\u2066').reason).toBe('tes lla fine');
    expect(said('\u200b\ufeff ').told).toBe('dana approves go-live');
  });

  test('is cut between characters, whatever is sent', () => {
    expect(said(`${'x'.repeat(499)}\u{1f600}\u{1f600}`).reason).toBe('x'.repeat(499));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (reason) => {
        const { told, reason: kept = '' } = said(reason);
        expect(kept.length).toBeLessThanOrEqual(500);
        expect(`${told}${kept}`.isWellFormed()).toBe(true);
        expect(`${told}${kept}`).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
      }),
    );
  });
});
