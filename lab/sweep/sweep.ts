/** Many cases, one after the other: what they ended as, what they met, and which of them show something wrong. */
import type { CutoverOutcome } from '../../core/record.ts';
import { addMet, type Met, nothingMet } from './coverage.ts';
import { draw } from './draw.ts';
import type { Finding } from './findings.ts';
import type { Base } from './recipe.ts';
import { type CaseResult, runCase, type Tampering } from './run-case.ts';

/** The case of one seed. Nothing of it depends on what ran before. */
export function runSeed(base: Base, seed: number, tampering?: Tampering): Promise<CaseResult> {
  return runCase(base, draw(base, seed), tampering);
}

export interface Tally {
  readonly cases: number;
  readonly outcomes: Readonly<Record<CutoverOutcome, number>>;
  readonly met: Met;
  /** In the order of their seeds. */
  readonly failing: readonly { readonly seed: number; readonly findings: readonly Finding[] }[];
}

export const emptyTally: Tally = {
  cases: 0,
  outcomes: { promoted: 0, rolledBack: 0, refused: 0, needsPerson: 0 },
  met: nothingMet,
  failing: [],
};

/** The same sum in whatever order cases come in. */
export function addCase(tally: Tally, { seed, outcome, findings, met }: CaseResult): Tally {
  const { outcomes, failing } = tally;
  return {
    cases: tally.cases + 1,
    outcomes: outcome === undefined ? outcomes : { ...outcomes, [outcome]: outcomes[outcome] + 1 },
    met: addMet(tally.met, met),
    failing:
      findings.length === 0 ? failing : [...failing, { seed, findings }].toSorted((a, b) => a.seed - b.seed),
  };
}

/**
 * Zeros are a failure of the sweep from so many cases on. Below, a write that only a rare afternoon brings may be missed
 * by chance; with this many, the rarest combination was met FLOOR times when it was measured.
 */
export const casesForCoverage = 5_000;
