/** The result of a Parallel or Map under test; undefined where it is to run. */

import { StateFailure } from '../failure.ts';
import type { Visit } from '../visit.ts';

export function mocked({ branch }: Visit): unknown {
  const { mock } = branch.execution;
  if (mock === undefined) return undefined;
  if ('output' in mock) return mock.output;
  throw new StateFailure(mock);
}
