import type { Broken } from './observed.ts';

/** A gate as an observer of the ledger sees it, with what each person was shown when they answered. */
export interface GateObserved {
  readonly what: string;
  readonly answers: readonly AnswerObserved[];
}

export interface AnswerObserved {
  readonly by: string;
  readonly decision: 'approve' | 'reject';
  readonly at: number;
  /** Of what the gate asked about when this answer was written. */
  readonly digest: string;
  /** Whether somebody really came to say so. */
  readonly wasHeard: boolean;
}

export interface MayApprove {
  /** Undefined where nobody knows who started: then one more is needed. */
  readonly starter: string | undefined;
  readonly need: number;
  /** Whom the plan names at this moment: some may answer from a time on only. */
  readonly mayAt: (person: string, at: number) => boolean;
}

/** A gate is approved by people whom the plan names, enough of them, none of whom started the cutover; and nobody rejected. */
export function nobodyApprovesTheirOwn(gate: GateObserved, { starter, need, mayAt }: MayApprove): Broken {
  const { what, answers } = gate;
  const approvals = answers.filter(({ decision }) => decision === 'approve');
  const own = approvals.find(({ by }) => by === starter);
  if (own !== undefined) return `${own.by} started the cutover and approved ${what}`;
  const stranger = approvals.find(({ by, at }) => !mayAt(by, at));
  if (stranger !== undefined) return `${stranger.by} approved ${what} and may not`;
  const unheard = approvals.find(({ wasHeard }) => !wasHeard);
  if (unheard !== undefined) return `${what} has an approval of ${unheard.by}, who said nothing`;
  const rejection = answers.find(({ decision }) => decision === 'reject');
  if (rejection !== undefined) return `${what} is approved, and ${rejection.by} rejected it`;
  const needed = starter === undefined ? need + 1 : need;
  if (approvals.length >= needed) return undefined;
  return `${what} is approved by ${approvals.length}, ${needed} are needed`;
}
