/** What people's signature makes of a checklist that asks for one. */
import { approvalsOf, type Gate } from '../gate/gate.ts';
import type { CheckResult, ChecklistVerdict } from './judge-checklist.ts';

export interface WaiverFacts {
  /** Whether the plan says whom to ask. */
  readonly hasGate: boolean;
  readonly live: boolean;
  /** As it stands; absent before people were asked. */
  readonly gate: Gate | undefined;
}

/** Signed for is what was shown, and nothing that was found since. */
export function underWaiver(
  judged: ChecklistVerdict,
  { hasGate, live, gate }: WaiverFacts,
): ChecklistVerdict {
  const stop = (why: string): ChecklistVerdict => ({
    ...judged,
    decision: 'stop',
    reason: `${judged.reason} (${why})`,
  });
  if (judged.decision !== 'ask') return judged;
  if (!hasGate) return stop('the plan has no gate waive, so nobody can sign for it');
  if (!live) return stop('a live run would ask for a signature here');
  if (gate?.status !== 'approved') return judged;
  if (gate.subject.evidence !== judged.reason) return stop('something else was signed for');
  const results = judged.results.map((one) => (one.verdict === 'pass' ? one : waived(one, gate)));
  const names = results.filter((one) => one.waived).map(({ id }) => id);
  return { decision: 'go', reason: `${signers(gate).join(' and ')} signed for ${names.join(', ')}`, results };
}

function waived(result: CheckResult, gate: Gate): CheckResult {
  const reasons = approvalsOf(gate).flatMap(({ reason }) => (reason.trim() === '' ? [] : [reason.trim()]));
  return { ...result, waived: true, waiver: { by: signers(gate), reason: reasons.join('; ') } };
}

function signers(gate: Gate): string[] {
  return approvalsOf(gate).map(({ by }) => by);
}
