/** What is asked at a gate, put together from what the cutover knows. */
import type { Plan } from '../plan/plan.ts';
import type { Terms } from '../policy/terms.ts';
import { Failure } from '../failures.ts';
import { type GateName, gateId, type Starter, type Subject } from './gate.ts';
import type { Question } from './life.ts';

export interface QuestionFacts {
  readonly cutoverId: string;
  readonly plan: Pick<Plan, 'service'>;
  readonly terms?: Terms;
  readonly starter?: Starter;
  readonly now: number;
}

export function questionOf(
  gate: GateName,
  subject: Subject,
  digest: string,
  { cutoverId, plan, terms = {}, starter, now }: QuestionFacts,
): Question {
  const own = terms[gate];
  if (own === undefined)
    throw new Failure('LedgerBroken', `cutover ${cutoverId} has no terms for the gate ${gate} on the ledger`);
  const { escalation, ...rest } = own;
  return {
    id: gateId(cutoverId, gate, subject.percent),
    cutoverId,
    gate,
    service: plan.service,
    ...rest,
    ...(escalation && {
      escalation: { at: now + escalation.afterSeconds * 1000, people: escalation.people },
    }),
    starter: starter ?? { unknown: 'nobody signed for the start' },
    subject,
    digest,
  };
}
