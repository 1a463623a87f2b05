/** Who decided what, and how we know who it was. */
import { wordTold } from '../command/command.ts';
import type { Gate, Method } from '../gate/gate.ts';

/** An answer at a gate; or how a gate closed without one. */
export interface DecisionLine {
  readonly at: string;
  readonly gate: string;
  /** The rung that the gate stands before. */
  readonly percent?: number;
  readonly decision: string;
  readonly by: string;
  /** Absent where nobody answered. */
  readonly method?: Method;
  readonly reason?: string;
}

/** A word to the running cutover: skip, hold, resume, abort. */
export interface CommandLine {
  readonly at: string;
  readonly by: string;
  readonly command: string;
  readonly told: string;
}

export function decisionLines(gates: readonly Gate[]): DecisionLine[] {
  return gates.flatMap(linesOf).toSorted((a, b) => a.at.localeCompare(b.at));
}

function linesOf({ gate, subject, status, closing, decisions }: Gate): DecisionLine[] {
  const { percent } = subject;
  const what = { gate, ...(percent !== undefined && { percent }) };
  const answers = Object.values(decisions).map(({ by, decision, at, method, reason }) => ({
    at: new Date(at).toISOString(),
    ...what,
    decision,
    by,
    method,
    ...(reason.trim() !== '' && { reason: reason.trim() }),
  }));
  if (status === 'approved' || status === 'rejected' || closing === undefined) return answers;
  const { at, by, text } = closing;
  return [...answers, { at: new Date(at).toISOString(), ...what, decision: status, by, reason: text }];
}

export function commandLines(
  story: readonly { readonly at: string; readonly actor: string; readonly text: string }[],
): CommandLine[] {
  return story.flatMap(({ at, actor, text }) => {
    const command = wordTold({ actor, text });
    return command === undefined ? [] : [{ at, by: actor, command, told: text }];
  });
}
