/** The one document that a sweep prints: for `--json` as it is, for people drawn. The same seeds give the same document. */
import { type Coverage, coverageOf } from '../../lab/sweep/coverage.ts';
import { casesForCoverage, type Tally } from '../../lab/sweep/sweep.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Found } from './found.ts';
import { countOf, type SeedRange } from './range.ts';

export interface SweepReport {
  readonly seeds: SeedRange & { readonly run: number };
  readonly interrupted: boolean;
  readonly outcomes: Tally['outcomes'];
  readonly broken: readonly {
    readonly seed: number;
    readonly findings: Tally['failing'][number]['findings'];
    /** Absent where another seed of the same kind was shrunk instead. */
    readonly shrunk?: Omit<Found, 'seed'>;
  }[];
  readonly coverage: Coverage & {
    readonly isJudged: boolean;
    readonly judgedFrom: number;
  };
}

export function reportOf(range: SeedRange, tally: Tally, found: readonly Found[]): SweepReport {
  return {
    seeds: { ...range, run: tally.cases },
    interrupted: tally.cases < countOf(range),
    outcomes: tally.outcomes,
    broken: tally.failing.map(({ seed, findings }) => {
      const { seed: _seed, ...shrunk } = found.find((one) => one.seed === seed) ?? { seed };
      return { seed, findings, ...('replay' in shrunk && { shrunk }) };
    }),
    coverage: {
      ...coverageOf(tally.met),
      isJudged: tally.cases >= casesForCoverage,
      judgedFrom: casesForCoverage,
    },
  };
}

export function exitOf({ broken, interrupted, coverage }: SweepReport): ExitCode {
  if (broken.length > 0) return exitCodes.brokenInvariant;
  if (interrupted) return exitCodes.interrupted;
  return coverage.isJudged && coverage.zeros.length > 0 ? exitCodes.ourFault : exitCodes.ok;
}
