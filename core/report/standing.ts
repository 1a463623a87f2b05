/** Where a cutover stands, for those who look at it from outside. */
import type { Ending } from '../record.ts';
import { gateText } from '../gate/answer.ts';
import type { Gate } from '../gate/gate.ts';
import { timeText } from '../evidence/minutes.ts';

export interface StandingFacts {
  /** Its ending, once a report was written or the record says so. */
  readonly ending?: Ending | undefined;
  /** What Step Functions says of its execution, and whether that still runs. */
  readonly execution: {
    readonly status: string;
    readonly isRunning: boolean;
    /** Who releases by hand: then there is no execution, and the status says why nobody has it in hand any more. */
    readonly byHand?: string;
  };
  /** Whether somebody still works on it. */
  readonly isOpen: boolean;
  /** Whether anything may have been changed. */
  readonly hasSnapshot: boolean;
  readonly percent?: number | undefined;
  /** At which it waits; absent where it waits at none. */
  readonly gate?: Gate | undefined;
  /** T, while it waits for that. */
  readonly waitsUntil?: string | undefined;
}

export interface Standing {
  /** One sentence. */
  readonly told: string;
  /** Absent as long as anything may still happen. */
  readonly ended?: Ending;
}

export function standingOf(facts: StandingFacts): Standing {
  const { ending, execution, isOpen } = facts;
  if (ending !== undefined) return { told: `${ending.outcome}: ${ending.reason}`, ended: ending };
  if (execution.isRunning) return { told: runningText(facts) };
  const is = execution.byHand === undefined ? `its execution is ${execution.status}` : execution.status;
  if (isOpen) return { told: `${is}; reconcile brings it to its end` };
  const outcome = facts.hasSnapshot ? 'needsPerson' : 'refused';
  const ended: Ending = { outcome, reason: `${is}, and no report was written` };
  return { told: `${outcome}: ${ended.reason}`, ended };
}

function runningText({ execution, gate, waitsUntil, percent = 0 }: StandingFacts): string {
  const by = execution.byHand === undefined ? '' : `, by hand of ${execution.byHand}`;
  const at = `${percent} % on the canary${by}`;
  if (gate?.status === 'pending')
    return `${at}; asks ${gate.approvers.map(({ id }) => id).join(', ')} about ${gateText(gate)} until ${timeText(gate.expiresAt)}`;
  if (waitsUntil !== undefined) return `waits until ${timeText(Date.parse(waitsUntil))}`;
  return at;
}
