/** What a `$name` means in an expression: `$states`, a function of Step Functions or a workflow variable. */

import type { Environment } from '../environment.ts';
import { functions } from './functions.ts';

export type Bind = (name: string, environment: Environment) => unknown;

/** Undefined where the name is left to jsonata. */
export const bind: Bind = (name, environment) => {
  if (name === 'states') return states(environment);
  const own = environment.scope.get(name);
  return own === undefined
    ? Object.hasOwn(functions, name)
      ? functions[name]?.(environment)
      : undefined
    : own;
};

function states(environment: Environment): object {
  const { input, result, errorOutput } = environment;
  return {
    input,
    ...(result === undefined ? {} : { result }),
    ...(errorOutput === undefined ? {} : { errorOutput }),
    // Most expressions never look at it.
    get context() {
      return environment.context();
    },
  };
}

/** The names of all variables in a syntax tree, so that only these are bound. */
export function variableNames(tree: unknown): string[] {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if ('type' in node && node.type === 'variable' && 'value' in node) names.add(String(node.value));
    for (const child of Object.values(node)) walk(child);
  };
  walk(tree);
  names.delete('');
  names.delete('$');
  return [...names];
}
