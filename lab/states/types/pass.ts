/** Pass: hands its input on, or a fixed Result (JSONPath). */

import type { Compilation, Definition } from '../compile.ts';
import type { Behaviour } from '../graph.ts';
import { leave, transition } from './leave.ts';

export function compilePass(definition: Definition, compilation: Compilation): Behaviour {
  const flow = compilation.dialect.flow(definition, compilation);
  const fixed = compilation.dialect.language === 'JSONPath' ? definition['Result'] : undefined;
  const next = transition(definition);
  return {
    async perform(visit) {
      const input = await flow.enter(visit);
      return leave(visit, flow, fixed === undefined ? input : fixed, next);
    },
  };
}
