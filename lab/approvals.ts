/** What a result says of a cutover's gates, in the order of time. */
import type { Gate } from '../core/gate/gate.ts';
import { type Lab, ledgerTable } from './lab.ts';
import type { Approval } from './result.ts';

export function approvalsOn(lab: Lab, cutoverId: string): Approval[] {
  const gates = lab.ledger
    .rows(ledgerTable)
    // Beside a gate lie the marks of whom its mails have reached.
    .flatMap(({ pk, gate }) =>
      (pk as string).startsWith('APPROVAL#') && gate ? [gate as unknown as Gate] : [],
    );
  return gates
    .filter((gate) => gate.cutoverId === cutoverId)
    .flatMap(closings)
    .toSorted((a, b) => a.at - b.at)
    .map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
}

function closings({ gate, subject, status, closing, decisions }: Gate) {
  const { percent } = subject;
  const what = { gate, ...(percent !== undefined && { percent }) };
  const answers = Object.values(decisions).map(({ by, decision, at }) => ({ ...what, decision, by, at }));
  const isAnswered = status === 'approved' || status === 'rejected' || closing === undefined;
  return isAnswered ? answers : [...answers, { ...what, decision: status, by: closing.by, at: closing.at }];
}
