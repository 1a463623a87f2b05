/** How states written in JSONata read their fields: Arguments, Output, Assign and expressions in place. */

import type { Compilation, Definition } from '../compile.ts';
import type { Dialect, Flow } from '../dialect.ts';
import { typeName } from '../document.ts';
import type { Environment } from '../environment.ts';
import { queryProblem } from '../failure.ts';
import { expressionText } from './expression.ts';
import { compileTemplate, evaluateTemplate, type Template } from './template.ts';

export const jsonataDialect: Dialect = {
  language: 'JSONata',

  flow(definition, compilation) {
    const args = field(definition, 'Arguments', compilation);
    return {
      enter: (visit) => (args === undefined ? visit.input : evaluateTemplate(args, visit)),
      leave: leaving(definition, compilation),
    };
  },

  caught: leaving,

  reader(definition, name, compilation) {
    const template = field(definition, name, compilation);
    return (visit) => (template === undefined ? undefined : evaluateTemplate(template, visit));
  },

  template(definition, name, compilation) {
    const template = field(definition, name, compilation);
    return template === undefined ? undefined : (visit) => evaluateTemplate(template, visit);
  },

  rule(definition, compilation) {
    const condition = field(definition, 'Condition', compilation) ?? { kind: 'constant', value: false };
    return (visit) => {
      const value = evaluateTemplate(condition, visit);
      if (typeof value === 'boolean') return value;
      return Promise.resolve(value).then((answer) => asBoolean(answer, definition));
    };
  },

  wrongValue(name, value, definition, kind) {
    const text = expressionText(definition[name]);
    if (kind === 'timestamp') {
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      return queryProblem(
        `The ${name} field cannot be parsed as an ISO-8601 extended offset date-time format string: ${shown}`,
        name,
      );
    }
    if (kind === 'negative')
      return queryProblem(`The ${name} field must not be negative: ${String(value)}`, name);
    if (text === undefined && kind === 'array') {
      return queryProblem(`Map state input must be an array but was: ${JSON.stringify(value)}`);
    }
    return unexpectedType(text ?? '', name, value, kind === 'array' ? 'array' : 'number');
  },
};

function leaving(definition: Definition, compilation: Compilation): Flow['leave'] {
  const output = field(definition, 'Output', compilation);
  const assign = field(definition, 'Assign', compilation);
  if (output === undefined && assign === undefined) return (_visit, result) => ({ output: result });
  return async (visit, result) => ({
    // All of Assign is evaluated with the variables as they were.
    assigned: (await evaluated(assign, visit)) as Readonly<Record<string, unknown>> | undefined,
    output: output === undefined ? result : await evaluateTemplate(output, visit),
  });
}

function evaluated(template: Template | undefined, environment: Environment): unknown {
  return template === undefined ? undefined : evaluateTemplate(template, environment);
}

function field(definition: Definition, name: string, compilation: Compilation): Template | undefined {
  const value = definition[name];
  if (value === undefined) return undefined;
  try {
    return compileTemplate(value, name);
  } catch (error) {
    const { message } = error as { message?: string };
    compilation.problem(`SCHEMA_VALIDATION_FAILED: ${name} is not valid JSONata: ${String(message)}`);
    return undefined;
  }
}

function asBoolean(value: unknown, definition: Definition): boolean {
  if (typeof value === 'boolean') return value;
  throw unexpectedType(expressionText(definition['Condition']) ?? '', 'Condition', value, 'boolean');
}

function unexpectedType(text: string, location: string, value: unknown, expected: string): Error {
  return queryProblem(
    `The JSONata expression '${text}' specified for the field '${location}' returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    location,
  );
}
