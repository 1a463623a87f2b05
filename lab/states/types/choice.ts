/** Choice: the first rule that holds says where to go, and what to assign and hand on; else the Default. */

import type { Compilation, Definition } from '../compile.ts';
import { isRecord } from '../document.ts';
import { StateFailure } from '../failure.ts';
import type { Behaviour } from '../graph.ts';
import { leave, transition } from './leave.ts';

export function compileChoice(definition: Definition, compilation: Compilation): Behaviour {
  const { dialect } = compilation;
  const choices = Array.isArray(definition['Choices']) ? definition['Choices'].filter(isRecord) : [];
  if (choices.length === 0) {
    compilation.problem(
      'SCHEMA_VALIDATION_FAILED: Choices must hold at least one rule',
      `${compilation.at}/Choices`,
    );
  }
  const flow = dialect.flow(definition, compilation);
  const rules = choices.map((choice) => ({
    holds: dialect.rule(choice, compilation),
    flow: dialect.flow(ruleFlow(definition, choice), compilation),
    next: transition(choice),
  }));
  const fallback = typeof definition['Default'] === 'string' ? definition['Default'] : undefined;
  return {
    async perform(visit) {
      const input = await flow.enter(visit);
      for (const rule of rules) {
        const holds = rule.holds(visit, input);
        if (holds === true || (holds !== false && (await holds)))
          return leave(visit, rule.flow, input, rule.next);
      }
      if (fallback === undefined) throw noChoice(visit.state.name);
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

function noChoice(name: string): StateFailure {
  return new StateFailure({
    error: 'States.NoChoiceMatched',
    cause: `An error occurred while executing the state '${name}': no choice matched and there is no Default.`,
    isTerminal: true,
  });
}
