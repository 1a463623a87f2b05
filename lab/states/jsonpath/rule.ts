/** Choice rules of JSONPath states: And, Or, Not and one comparison of one variable. */

import type { Compilation, Definition } from '../compile.ts';
import type { Rule } from '../dialect.ts';
import { isRecord } from '../document.ts';
import { runtimeProblem } from '../failure.ts';
import { missing } from '../schema/values.ts';
import { type Comparison, comparisons, isOperand } from './comparisons.ts';
import { type Path, parsePath } from './path.ts';
import { readPath } from './read.ts';

const COMBINED = ['And', 'Or', 'Not'] as const;
const OUTER_FIELDS = new Set(['Comment', 'Next', 'Assign', 'Output']);

export function compileRule(definition: Definition, compilation: Compilation): Rule {
  const report = (message: string) => {
    compilation.problem(message, `${compilation.at}/${compilation.prefix.slice(0, -1)}`);
  };
  if (!('Next' in definition)) report(missing('Next'));
  return compile(definition, true, report);
}

type Report = (message: string) => void;

const never: Rule = () => false;

function compile(definition: Definition, isOuter: boolean, report: Report): Rule {
  const fields = Object.keys(definition).filter((field) => !OUTER_FIELDS.has(field));
  if (!isOuter && ('Next' in definition || 'Assign' in definition)) {
    report('Next and Assign can only appear in a top-level Choice Rule');
  }
  const [combined] = COMBINED.filter((field) => field in definition);
  if (combined === undefined) return compileComparison(definition, fields, report);
  if (fields.length !== 1) {
    report(`A Choice Rule with '${combined}' can have no other comparison`);
    return never;
  }
  const inner = definition[combined];
  if (combined === 'Not') {
    if (isRecord(inner)) return negated(compile(inner, false, report));
    report("'Not' must be a Choice Rule");
    return never;
  }
  if (!Array.isArray(inner) || inner.length === 0 || !inner.every(isRecord)) {
    report(`'${combined}' must be a non-empty array of Choice Rules`);
    return never;
  }
  return all(
    inner.map((one) => compile(one, false, report)),
    combined === 'And',
  );
}

function negated(rule: Rule): Rule {
  return async (visit, root) => !(await rule(visit, root));
}

/** And stops at the first false, Or at the first true. */
function all(rules: readonly Rule[], isAnd: boolean): Rule {
  return async (visit, root) => {
    for (const rule of rules) {
      if ((await rule(visit, root)) !== isAnd) return !isAnd;
    }
    return isAnd;
  };
}

function compileComparison(definition: Definition, fields: readonly string[], report: Report): Rule {
  const names = fields.filter((field) => field !== 'Variable');
  const [name = ''] = names;
  const compare = comparisonOf(name);
  const variable = pathOf(definition['Variable']);
  const wrong = names.filter((field) => comparisonOf(field) === undefined);
  for (const field of wrong) report(`Field '${field}' is not supported`);
  if (!('Variable' in definition)) report(missing('Variable'));
  else if (variable === undefined) report(`Value is not a valid JSONPath: ${String(definition['Variable'])}`);
  if (names.length !== 1) report('A Choice Rule must have exactly one comparison operator');
  if (variable === undefined || compare === undefined || names.length !== 1) return never;
  const expected = operand(definition, name, report);
  return (visit, root) => {
    const value = readPath(variable, visit, root);
    if (name === 'IsPresent') return (value !== undefined) === definition[name];
    if (value === undefined) throw invalidPath(variable);
    return compare(value, expected(visit, root));
  };
}

function comparisonOf(name: string): Comparison | undefined {
  if (Object.hasOwn(comparisons, name)) return comparisons[name];
  const literal = name.replace(/Path$/, '');
  const hasPath = literal !== name && !literal.startsWith('Is') && literal !== 'StringMatches';
  return hasPath && Object.hasOwn(comparisons, literal) ? comparisons[literal] : undefined;
}

const pathOf = (value: unknown) => (typeof value === 'string' ? parsePath(value) : undefined);

function operand(definition: Definition, name: string, report: Report) {
  const value = definition[name];
  if (!name.endsWith('Path')) {
    if (!isOperand(name, value)) report(`The value of '${name}' is of the wrong type`);
    return () => value;
  }
  const path = pathOf(value);
  if (path === undefined) {
    report(`The value of '${name}' is not a valid JSONPath`);
    return () => undefined;
  }
  return (...[visit, root]: Parameters<Rule>) => {
    const found = readPath(path, visit, root);
    if (found === undefined) throw invalidPath(path);
    return found;
  };
}

function invalidPath({ text }: Path): Error {
  return runtimeProblem(
    `Invalid path '${text}': The choice state's condition path references an invalid value.`,
  );
}
