/** A go-live that dana or sam may answer, with lead from the half hour on; robin started it. */
import type { Answer } from '../../../core/gate/answer.ts';
import type { Question } from '../../../core/gate/life.ts';
import type { Decision, Gate, Person } from '../../../core/gate/gate.ts';

export const openedAt = Date.parse('2026-12-01T22:00:00Z');

export function person(id: string): Person {
  return {
    id,
    email: `${id}@example.com`,
    slackId: `U-${id}`,
    iamPrincipals: [`arn:aws:iam::123456789012:user/${id}`],
  };
}

export function someGate(changes: Partial<Gate> = {}): Gate {
  return {
    id: 'rehearsal-1.go-live',
    cutoverId: 'rehearsal-1',
    gate: 'go-live',
    service: 'claude-proxy',
    attempt: 1,
    openedAt,
    expiresAt: openedAt + 3_600_000,
    onSilence: 'reject',
    isHeld: false,
    need: 1,
    strength: 'weak',
    approvers: [person('dana'), person('sam')],
    escalation: { at: openedAt + 1_800_000, people: [person('lead')] },
    starter: { person: 'robin' },
    subject: {
      planDigest: 'p',
      definitionDigest: 'd',
      images: ['claude-proxy@sha256:1'],
      evidence: 'all quiet',
    },
    digest: 'shown',
    decisions: {},
    status: 'pending',
    ...changes,
  };
}

export function answerOf(id: string, changes: Partial<Answer> = {}): Answer {
  return {
    identity: { method: 'iam', principal: `arn:aws:iam::123456789012:user/${id}` },
    word: 'approve',
    reason: '',
    digest: 'shown',
    ...changes,
  };
}

/** What opens that gate. */
export function someQuestion(changes: Partial<Question> = {}): Question {
  const {
    attempt: _a,
    openedAt: _o,
    expiresAt: _e,
    isHeld: _h,
    decisions: _d,
    status: _s,
    ...asked
  } = someGate();
  return { ...asked, withinSeconds: 3600, ...changes };
}

/** Somebody's approval, as it stands on the ledger. */
export function decisionOf(by: string, at: number): Decision {
  return { by, decision: 'approve', method: 'iam', reason: '', at };
}
