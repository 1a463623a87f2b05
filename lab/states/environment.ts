/** What an expression of either language may read while a state is visited. */

import type { StatesHost } from './host.ts';
import type { Scope } from './scope.ts';

export interface Environment {
  readonly host: StatesHost;
  readonly scope: Scope;
  /** The state's input as it entered. */
  readonly input: unknown;
  /** Undefined until the state has a result. */
  readonly result: unknown;
  /** Undefined outside Catch. */
  readonly errorOutput: unknown;
  context(): Record<string, unknown>;
}
