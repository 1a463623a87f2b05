import type { CutoverOutcome, Ending, Phase, Snapshot } from '../record.ts';

export interface HomewardFacts {
  readonly now: number;
  /** Why nobody works on it any more, as a sentence. */
  readonly deserted: string;
  /** Of the lock row; absent where the cutover holds none. */
  readonly phase: Phase | undefined;
  readonly snapshot?: Snapshot;
  readonly backAt?: number;
  readonly aloneAt?: number;
  readonly ending?: Ending;
  readonly outcome?: CutoverOutcome;
  readonly reason?: string;
  /** A person was called, and still it has to be brought home. */
  readonly unfinished?: boolean;
  /** Who released by hand; absent where an execution did. */
  readonly byHand?: string;
  /** Why it was going back. */
  readonly backFor?: string;
}

export type Homeward = {
  readonly reason: string;
} /** `confirm`: what the way back wrote is looked at again, until it is home. */ & (
  | { readonly does: 'back' | 'confirm' | 'forward' | 'wait' }
  /** What is left to do for the services (`after`), then tidying up, the lock and the report. */
  | { readonly does: 'end'; readonly after?: 'forward'; readonly ending: Ending }
);

/** As long as the state machine's "Drain": see docs/concepts.md. */
const drainSeconds = 120;

/** What is not home within this time needs a person; the reconciler goes on all the same. */
export const homeSecondsMax = 15 * 60;

/** What a dead execution has left to do, by how far it came. */
export function decideHome(facts: HomewardFacts): Homeward {
  const { now, deserted: because, phase, backAt, aloneAt, unfinished = false, backFor } = facts;
  const reason = backFor ?? because;
  const known = knownEnding(facts);
  if (known !== undefined && (!unfinished || phase === undefined))
    return { does: 'end', ending: known, reason };
  if (facts.snapshot === undefined || phase === undefined) {
    const outcome = facts.snapshot === undefined ? 'refused' : 'needsPerson';
    return { does: 'end', ending: { outcome, reason: because }, reason };
  }
  if (phase === 'promoting') {
    if (aloneAt === undefined) return { does: 'forward', reason: because };
    if (now - aloneAt < drainSeconds * 1000) return { does: 'wait', reason: because };
    const who = facts.byHand === undefined ? 'finished by the reconciler' : 'by hand';
    const ending = known ?? { outcome: 'promoted', reason: `${who}: ${because}` };
    return { does: 'end', after: 'forward', ending, reason: because };
  }
  if (backAt === undefined || phase === 'releasing') return { does: 'back', reason };
  return { does: 'confirm', reason };
}

/** It was ending, or had ended, when its execution died: the ending stands, whatever is left to clear away. */
function knownEnding({ outcome, reason, ending }: HomewardFacts): Ending | undefined {
  return outcome === undefined ? ending : { outcome, reason: reason ?? '' };
}
