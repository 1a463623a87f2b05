/** Choice: the first rule that holds says where to go, and what to assign and hand on; else the Default. */

import { type Compilation, type Definition, within } from '../compile.ts';
import { isRecord } from '../document.ts';
import { runtimeProblem } from '../failure.ts';
import type { Behaviour } from '../graph.ts';
import { leave, transition } from './leave.ts';

export function compileChoice(definition: Definition, compilation: Compilation): Behaviour {
  const { dialect } = compilation;
  const choices = Array.isArray(definition['Choices']) ? definition['Choices'].filter(isRecord) : [];
  const flow = dialect.flow(definition, compilation);
  const rules = choices.map((choice, index) => {
    const place = within(compilation, `Choices[${index}]/`);
    return {
      holds: dialect.rule(choice, place),
      flow: dialect.flow(ruleFlow(definition, choice), place),
      next: transition(choice),
    };
  });
  const fallback = typeof definition['Default'] === 'string' ? definition['Default'] : undefined;
  return {
    async perform(visit) {
      const input = await flow.enter(visit);
      for (const rule of rules) {
        const holds = rule.holds(visit, input);
        if (holds === true || (holds !== false && (await holds)))
          return leave(visit, rule.flow, input, rule.next);
      }
      if (fallback === undefined) {
        throw runtimeProblem(
          'Failed to transition out of the state. The state does not point to a next state.',
        );
      }
      return leave(visit, flow, input, fallback);
    },
  };
}

/** Paths are the state's, Assign and Output the rule's own. */
function ruleFlow(state: Definition, rule: Definition): Definition {
  return {
    InputPath: state['InputPath'],
    OutputPath: state['OutputPath'],
    Output: rule['Output'],
    Assign: rule['Assign'],
  };
}
