/** Where a gate stands for its reader, from what their answer would come to. */
import type { Gate } from '../../core/gate/gate.ts';
import type { MetGate } from '../../core/visit/met.ts';
import type { GateState } from './view.ts';

export function stateOf({ decided, facts: { gate, now }, you }: MetGate): GateState {
  switch (decided.result) {
    case 'alreadyDecidedByYou':
      if (gate.status !== 'pending') return closedState(gate, you);
      // The machine says so in a moment.
      if (now >= gate.expiresAt) return { kind: 'expired', at: gate.expiresAt };
      return { kind: 'voted', word: decided.decision.decision, at: decided.decision.at };
    case 'closed':
      return closedState(gate, you);
    case 'expired':
      return { kind: 'expired', at: gate.expiresAt };
    case 'superseded':
      return { kind: 'superseded', why: decided.told };
    case 'notAllowed':
      return { kind: 'notYours', why: `${decided.told.charAt(0).toUpperCase()}${decided.told.slice(1)}.` };
    case 'digestChanged':
      return { kind: 'changed' };
    case 'decided':
    case 'counted':
    case 'badWord':
    default:
      return { kind: 'open' };
  }
}

function closedState(gate: Gate, you: string): GateState {
  const { status, closing, decisions, expiresAt } = gate;
  const at = closing?.at ?? expiresAt;
  const why = `${closing?.text ?? 'The cutover went on without this answer'}.`;
  if (status === 'expired') return { kind: 'expired', at: expiresAt };
  if (status === 'superseded') return { kind: 'superseded', why };
  if (status !== 'approved' && status !== 'rejected') return { kind: 'over', why };
  const word = status === 'approved' ? 'approve' : 'reject';
  const deciders = Object.values(decisions).filter(({ decision }) => decision === word);
  return { kind: status, by: deciders.map(({ by }) => by), at, yours: decisions[you]?.decision === word };
}
