/** How many failures a distributed Map tolerates: a count, a percentage, or whichever is first. */

import type { Compilation, Definition } from '../compile.ts';
import { runtimeProblem } from '../failure.ts';
import type { Visit } from '../visit.ts';
import { numeral, wholeNumber } from './number.ts';

export interface Tolerance {
  isExceeded(failed: number, items: number): boolean;
}

export function compileTolerance(
  definition: Definition,
  compilation: Compilation,
): (visit: Visit, input: unknown) => Promise<Tolerance> {
  const { dialect } = compilation;
  const readCount = wholeNumber(definition, 'ToleratedFailureCount', compilation, { isLenient: true });
  const readPercentage = dialect.reader(definition, 'ToleratedFailurePercentage', compilation);
  const isGiven =
    'ToleratedFailurePercentage' in definition || 'ToleratedFailurePercentagePath' in definition;
  return async (visit, input) => {
    const count = await readCount(visit, input);
    let percentage: unknown;
    if (isGiven) {
      const given = await readPercentage(visit, input);
      percentage = numeral(given);
      if (typeof percentage !== 'number') {
        throw dialect.wrongValue('ToleratedFailurePercentage', given, definition, 'number');
      }
      if (percentage < 0 || percentage > 100) {
        throw runtimeProblem('ToleratedFailurePercentage must be between 0 and 100.');
      }
    }
    return tolerance(count, percentage);
  };
}

/** Nothing is tolerated where neither is given. */
function tolerance(count: number | undefined, percentage: unknown): Tolerance {
  return {
    isExceeded(failed, items) {
      if (failed === 0) return false;
      const isOverCount = failed > (count ?? 0);
      const isOverShare = typeof percentage === 'number' && (100 * failed) / items > percentage;
      if (count !== undefined && typeof percentage === 'number') return isOverCount || isOverShare;
      return typeof percentage === 'number' ? isOverShare : isOverCount;
    },
  };
}
