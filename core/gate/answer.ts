/** What one person's answer comes to: facts in, decision out. The ledger writes it under the condition that nothing has changed. */
import { timeText } from '../evidence/minutes.ts';
import {
  type AnswerWord,
  answerWords,
  approvalsOf,
  type Closing,
  type Decision,
  type Gate,
  neededApprovals,
  strengthOf,
  strengths,
} from './gate.ts';
import { type Identity, type Known, peopleOf, type SentLink, whoIs } from './people.ts';
import { reasonText } from './reason.ts';

export interface Answer {
  readonly identity: Identity;
  /** As it came: anything but the known words changes nothing. */
  readonly word: unknown;
  readonly reason: string;
  /** Of what the person was shown. */
  readonly digest: string;
  /** Which attempt of the gate the answer is to; absent: whichever is open. A link answers the attempt that it was sent in. */
  readonly attempt?: number;
  readonly address?: string;
  readonly userAgent?: string;
}

/** What an answer comes to. `told` is for the one who answered. */
export type AnswerDecision =
  /** This answer closes the gate: only whoever writes it wakes the machine. */
  | { readonly result: 'decided'; readonly by: string; readonly told: string; readonly next: Gate }
  | {
      readonly result: 'counted';
      readonly by: string;
      readonly told: string;
      readonly next: Gate;
      readonly missing: number;
    }
  | {
      readonly result: 'alreadyDecidedByYou';
      readonly by: string;
      readonly told: string;
      readonly decision: Decision;
    }
  | { readonly result: 'closed'; readonly by: string; readonly told: string; readonly closing: Closing }
  | { readonly result: 'expired'; readonly by: string; readonly told: string; readonly expiredAt: number }
  /** `attempt`: the machine has asked again since. `run`: a newer cutover of the service has. */
  | {
      readonly result: 'superseded';
      readonly by: string;
      readonly told: string;
      readonly what: 'attempt' | 'run';
    }
  | {
      readonly result: 'notAllowed';
      /** Absent for strangers. */
      readonly by?: string;
      readonly told: string;
      readonly why: 'stranger' | 'starter' | 'tooWeak' | 'notYet';
    }
  | { readonly result: 'digestChanged'; readonly by: string; readonly told: string; readonly digest: string }
  | { readonly result: 'badWord'; readonly by: string; readonly told: string };

/** Strangers first: who is not on the list learns nothing of the gate. */
export function decideAnswer(
  gate: Gate,
  links: readonly SentLink[],
  answer: Answer,
  now: number,
): AnswerDecision {
  const known = whoIs(answer.identity, peopleOf(gate), links);
  if (known === undefined)
    return {
      result: 'notAllowed',
      why: 'stranger',
      told: 'you are not one of those who are asked here: the plan and the policy name them',
    };
  const word = answerWords.find((one) => one === answer.word);
  const by = known.person.id;
  if (word === undefined)
    return {
      result: 'badWord',
      by,
      told: `the answer is one of ${answerWords.join(', ')}; nothing was changed`,
    };
  return (
    ownEarlier(gate, by, word) ??
    whyOver(gate, by, known.attempt ?? answer.attempt, now) ??
    whyNotAllowed(gate, known, now) ??
    whyOther(gate, by, answer.digest) ??
    count(gate, decisionOf(known, word, answer, now))
  );
}

/**
 * The same answer again is the same answer: a second click, or a retry that makes up for a crash. An approval can be
 * taken back by a rejection as long as the gate is open; nothing else can be changed.
 */
function ownEarlier(gate: Gate, by: string, word: AnswerWord): AnswerDecision | undefined {
  const decision = Object.hasOwn(gate.decisions, by) ? gate.decisions[by] : undefined;
  if (decision === undefined || (gate.status === 'pending' && decision.decision !== word)) return undefined;
  const told = `you have answered already (${decision.decision}, ${timeText(decision.at)}); ${standing(gate)}`;
  return { result: 'alreadyDecidedByYou', by, told, decision };
}

function whyOver(
  gate: Gate,
  by: string,
  attempt: number | undefined,
  now: number,
): AnswerDecision | undefined {
  const { status, closing, expiresAt } = gate;
  if (status === 'superseded') return { result: 'superseded', by, what: 'run', told: standing(gate) };
  if (status === 'expired' || (status === 'pending' && now >= expiresAt)) {
    const told = `too late: the time to answer ended at ${timeText(expiresAt)}`;
    return { result: 'expired', by, told, expiredAt: expiresAt };
  }
  if (closing !== undefined) return { result: 'closed', by, told: standing(gate), closing };
  if (attempt === undefined || attempt === gate.attempt) return undefined;
  const told = 'this has been asked again since: answer the newest message';
  return { result: 'superseded', by, what: 'attempt', told };
}

function whyNotAllowed(gate: Gate, { person, method }: Known, now: number): AnswerDecision | undefined {
  const by = person.id;
  const { starter, escalation, strength, approvers } = gate;
  const no = (why: 'starter' | 'tooWeak' | 'notYet', told: string): AnswerDecision => ({
    result: 'notAllowed',
    by,
    why,
    told,
  });
  if ('person' in starter && starter.person === by)
    return no('starter', 'you started this cutover, so somebody else decides; `cutover abort` ends it');
  if (strengths.indexOf(strengthOf[method]) < strengths.indexOf(strength))
    return no(
      'tooWeak',
      `this gate needs ${strength} proof of who decides, and this way gives ${strengthOf[method]}: use \`cutover approve\` or \`cutover reject\``,
    );
  const isAsked = approvers.some(({ id }) => id === by);
  if (!isAsked && escalation !== undefined && now < escalation.at)
    return no('notYet', `others are asked first; from ${timeText(escalation.at)} on your answer counts`);
  return undefined;
}

function whyOther(gate: Gate, by: string, digest: string): AnswerDecision | undefined {
  if (digest === gate.digest) return undefined;
  const told = 'what you were shown has changed since: look again, then decide';
  return { result: 'digestChanged', by, told, digest: gate.digest };
}

function decisionOf({ person, method }: Known, decision: AnswerWord, answer: Answer, at: number): Decision {
  const { reason, address, userAgent } = answer;
  return {
    by: person.id,
    decision,
    method,
    reason: reasonText(reason),
    at,
    ...(address !== undefined && { address: address.slice(0, 100) }),
    ...(userAgent !== undefined && { userAgent: userAgent.slice(0, 300) }),
  };
}

function count(gate: Gate, decision: Decision): AnswerDecision {
  const { by, at } = decision;
  const counted: Gate = { ...gate, decisions: { ...gate.decisions, [by]: decision } };
  const needed = neededApprovals(gate);
  const approvals = approvalsOf(counted);
  if (decision.decision === 'reject') {
    const text = `${by} rejects ${gateText(gate)}${because(decision)}`;
    return decided({ ...counted, status: 'rejected', closing: { by, at, text } }, by);
  }
  const missing = needed - approvals.length;
  if (missing <= 0) {
    const text = `${approvals.map((one) => one.by).join(' and ')} ${approvals.length === 1 ? 'approves' : 'approve'} ${gateText(gate)}${because(decision)}`;
    return decided({ ...counted, status: 'approved', closing: { by, at, text } }, by);
  }
  const told = `${by} approves ${gateText(gate)}${because(decision)}; ${missing} more ${missing === 1 ? 'is' : 'are'} needed`;
  return { result: 'counted', by, told, next: counted, missing };
}

function decided(next: Gate, by: string): AnswerDecision {
  return { result: 'decided', by, told: next.closing?.text ?? '', next };
}

function because({ reason }: Decision): string {
  return reason === '' ? '' : `: ${reason}`;
}

/** `go-live`, `ramp to 26 %`. */
export function gateText({ gate, subject }: Pick<Gate, 'gate' | 'subject'>): string {
  return subject.percent === undefined ? gate : `${gate} to ${subject.percent} %`;
}

/** How the gate stands, in a sentence. */
export function standing(gate: Gate): string {
  const { closing } = gate;
  if (closing !== undefined) return `closed at ${timeText(closing.at)}: ${closing.text}`;
  const missing = neededApprovals(gate) - approvalsOf(gate).length;
  return `open until ${timeText(gate.expiresAt)}, ${missing} ${missing === 1 ? 'approval is' : 'approvals are'} missing`;
}
