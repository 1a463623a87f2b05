/** Choice rules of JSONPath states: And, Or, Not and one comparison of one variable. */

import type { Compilation, Definition } from '../compile.ts';
import type { Rule } from '../dialect.ts';
import { isRecord } from '../document.ts';
import { runtimeProblem } from '../failure.ts';
import { type Comparison, comparisons } from './comparisons.ts';
import { parsePath } from './path.ts';
import { readPath } from './read.ts';

const COMBINED = new Set(['And', 'Or', 'Not']);

export function compileRule(definition: Definition, compilation: Compilation): Rule {
  if (Array.isArray(definition['And'])) return all(definition['And'], compilation, true);
  if (Array.isArray(definition['Or'])) return all(definition['Or'], compilation, false);
  if (isRecord(definition['Not'])) {
    const inner = compileRule(definition['Not'], compilation);
    return async (visit, root) => !(await inner(visit, root));
  }
  return compileComparison(definition, compilation);
}

/** And stops at the first false, Or at the first true. */
function all(definitions: readonly unknown[], compilation: Compilation, isAnd: boolean): Rule {
  const rules = definitions.filter(isRecord).map((definition) => compileRule(definition, compilation));
  return async (visit, root) => {
    for (const rule of rules) {
      if ((await rule(visit, root)) !== isAnd) return !isAnd;
    }
    return isAnd;
  };
}

function compileComparison(definition: Definition, compilation: Compilation): Rule {
  const variable = parsePath(String(definition['Variable']));
  const name = Object.keys(definition).find((key) => !COMBINED.has(key) && isComparison(key)) ?? '';
  const compare = comparisons[name.replace(/Path$/, '')];
  if (variable === undefined || compare === undefined) {
    compilation.problem('SCHEMA_VALIDATION_FAILED: a choice rule needs Variable and one comparison');
    return () => false;
  }
  const expected = operand(definition, name, compilation);
  return (visit, root) => {
    const value = readPath(variable, visit, root);
    if (name === 'IsPresent') return (value !== undefined) === definition[name];
    if (value === undefined) {
      throw runtimeProblem(
        `Invalid path '${variable.text}': The choice state's condition path references an invalid value.`,
      );
    }
    return holds(compare, value, expected(visit, root));
  };
}

function isComparison(key: string): boolean {
  return Object.hasOwn(comparisons, key) || Object.hasOwn(comparisons, key.replace(/Path$/, ''));
}

function operand(definition: Definition, name: string, compilation: Compilation) {
  const value = definition[name];
  if (!name.endsWith('Path')) return () => value;
  const path = parsePath(String(value));
  if (path !== undefined) {
    return (...[visit, root]: Parameters<Rule>) => {
      const found = readPath(path, visit, root);
      if (found !== undefined) return found;
      throw runtimeProblem(
        `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
      );
    };
  }
  compilation.problem(`SCHEMA_VALIDATION_FAILED: ${name} is not a path`);
  return () => undefined;
}

function holds(compare: Comparison, value: unknown, expected: unknown): boolean {
  return compare(value, expected);
}
