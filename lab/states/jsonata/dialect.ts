/** How states written in JSONata read their fields: Arguments, Output, Assign and expressions in place. */

import type { Compilation, Definition } from '../compile.ts';
import type { Dialect, Flow } from '../dialect.ts';
import { typeName } from '../document.ts';
import type { Environment } from '../environment.ts';
import { queryProblem } from '../failure.ts';
import { RULE_FIELDS } from '../schema/fields.ts';
import { missing } from '../schema/values.ts';
import type { Visit } from '../visit.ts';
import { expressionText } from './expression.ts';
import { type BadExpression, compileTemplate, evaluateTemplate, type Template } from './template.ts';

export const jsonataDialect: Dialect = {
  language: 'JSONata',

  flow(definition, compilation) {
    const args = field(definition, 'Arguments', compilation);
    return {
      enter: (visit) => (args === undefined ? visit.input : argumentsOf(args, visit)),
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
    checkRule(definition, compilation);
    const condition = field(definition, 'Condition', compilation) ?? { kind: 'constant', value: false };
    const location = `${compilation.prefix}Condition`;
    return (visit) => {
      const value = evaluateTemplate(condition, visit);
      if (typeof value === 'boolean') return value;
      return Promise.resolve(value).then((answer) => asBoolean(answer, definition, location));
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

function argumentsOf(template: Template, visit: Visit): unknown {
  const value = evaluateTemplate(template, visit);
  if (visit.inspected === undefined) return value;
  return Promise.resolve(value).then((given) => visit.inspect('afterArguments', given));
}

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
  const bad: BadExpression[] = [];
  const template = compileTemplate(value, `${compilation.prefix}${name}`, bad);
  for (const { code, message, location } of bad) {
    compilation.problem(message, `${compilation.at}/${location}`, code);
  }
  return template;
}

function checkRule(definition: Definition, { at, prefix, problem }: Compilation): void {
  const place = `${at}/${prefix.slice(0, -1)}`;
  for (const name of Object.keys(definition)) {
    if (!RULE_FIELDS.includes(name)) problem(`Field '${name}' is not supported`, place);
  }
  const { Condition: condition } = definition;
  if (condition !== undefined && typeof condition !== 'boolean' && expressionText(condition) === undefined) {
    problem("The field 'Condition' must be a boolean or a JSONata expression", `${place}/Condition`);
  }
  for (const name of ['Condition', 'Next']) {
    if (!(name in definition)) problem(missing(name), place);
  }
}

function asBoolean(value: unknown, definition: Definition, location: string): boolean {
  if (typeof value === 'boolean') return value;
  throw unexpectedType(expressionText(definition['Condition']) ?? '', location, value, 'boolean');
}

function unexpectedType(text: string, location: string, value: unknown, expected: string): Error {
  return queryProblem(
    `The JSONata expression '${text}' specified for the field '${location}' returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    location,
  );
}
