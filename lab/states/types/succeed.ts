/** Succeed: ends its machine or branch with what its data flow makes of the input. */

import type { Compilation, Definition } from '../compile.ts';
import type { Behaviour } from '../graph.ts';
import { leave } from './leave.ts';

export function compileSucceed(definition: Definition, compilation: Compilation): Behaviour {
  const flow = compilation.dialect.flow(definition, compilation);
  return {
    perform: async (visit) => leave(visit, flow, await flow.enter(visit), undefined),
  };
}
