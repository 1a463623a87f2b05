/** How a gate opens, is asked again, and closes without anybody's answer. */
import { timeText } from '../evidence/minutes.ts';
import { gateText } from './answer.ts';
import { approvalsOf, type Gate, neededApprovals } from './gate.ts';

/** All that a gate begins with. */
export type Question = Omit<
  Gate,
  'attempt' | 'openedAt' | 'expiresAt' | 'isHeld' | 'decisions' | 'status' | 'closing'
> & { readonly withinSeconds: number };

/** How much longer people are asked where silence means to hold. After that it goes back: nobody is watched for ever. */
export const heldAgainSeconds = 3600;

export type Asked =
  /** People are asked, with new links. */
  | { readonly does: 'ask'; readonly gate: Gate }
  /** It has an answer: the machine hears it, and no person is asked. `isNew`: the ledger does not say so yet. */
  | { readonly does: 'tell'; readonly gate: Gate; readonly isNew: boolean };

/**
 * The machine asks: for the first time, or again after its own wait failed or ended. The deadline stays. Answers to the
 * same subject stay, too; where the subject has changed they were answers to something else.
 */
export function ask(before: Gate | undefined, question: Question, now: number): Asked {
  if (before === undefined) return { does: 'ask', gate: begin(question, now) };
  if (before.status !== 'pending') return { does: 'tell', gate: before, isNew: false };
  if (now < before.expiresAt) return { does: 'ask', gate: again(before, question) };
  if (before.onSilence !== 'hold' || before.isHeld)
    return { does: 'tell', gate: expire(before, now), isNew: true };
  const expiresAt = now + heldAgainSeconds * 1000;
  return { does: 'ask', gate: { ...again(before, question), expiresAt, isHeld: true } };
}

function begin({ withinSeconds, ...question }: Question, now: number): Gate {
  return {
    ...question,
    attempt: 1,
    openedAt: now,
    expiresAt: now + withinSeconds * 1000,
    isHeld: false,
    decisions: {},
    status: 'pending',
  };
}

function again(before: Gate, { subject, digest }: Question): Gate {
  const decisions = digest === before.digest ? before.decisions : {};
  return { ...before, subject, digest, decisions, attempt: before.attempt + 1 };
}

function expire(gate: Gate, now: number): Gate {
  const given = approvalsOf(gate).length;
  const got = given === 0 ? 'nobody answered' : `only ${given} of ${neededApprovals(gate)} approved`;
  const text = `${got} ${gateText(gate)} by ${timeText(gate.expiresAt)}`;
  return { ...gate, status: 'expired', closing: { by: 'the clock', at: now, text } };
}

/** A newer cutover of the same service asks; undefined where the gate has closed already. */
export function supersede(gate: Gate, newerId: string, now: number): Gate | undefined {
  if (gate.status !== 'pending') return undefined;
  const text = `${newerId}, a newer cutover of ${gate.service}, asks to go live instead`;
  return { ...gate, status: 'superseded', closing: { by: newerId, at: now, text } };
}

/** The cutover goes on without this answer: it has ended, or goes back. */
export function withdraw(gate: Gate, by: string, why: string, now: number): Gate | undefined {
  if (gate.status !== 'pending') return undefined;
  return { ...gate, status: 'withdrawn', closing: { by, at: now, text: why } };
}

/** What the machine hears of a gate that has closed. */
export function heard({ status, closing }: Pick<Gate, 'status' | 'closing'>): {
  readonly decision: 'approved' | 'notApproved';
  readonly reason: string;
} {
  return {
    decision: status === 'approved' ? 'approved' : 'notApproved',
    reason: closing?.text ?? `the gate is ${status}`,
  };
}
