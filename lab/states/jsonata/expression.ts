/** One JSONata expression: compiled once for all machines, evaluated with only the variables that it names. */

import jsonata from 'jsonata';
import type { Environment } from '../environment.ts';
import { queryProblem } from '../failure.ts';
import { BoundedRegExp } from './bounded-regexp.ts';
import { count, needsBudget, newBudget } from './budget.ts';
import { compileFast, type Fast, NOT_SIMPLE, type Node } from './fast.ts';
import { plain } from './plain.ts';
import { topLevelNames } from './references.ts';
import { bind, variableNames } from './variables.ts';

interface Compiled {
  readonly text: string;
  readonly expression: jsonata.Expression;
  readonly names: readonly string[];
  readonly fast: Fast | undefined;
  readonly unsupported: readonly string[];
  readonly isCounted: boolean;
}

export interface Expression {
  /** Without the delimiters. */
  readonly text: string;
  /** The field it stands in, as messages name it. */
  readonly location: string;
  /** Names that it reads where there is nothing to read them from. */
  readonly unsupported: readonly string[];
  /** A value, or a promise of one. It throws a Problem where there is none. */
  evaluate(environment: Environment): unknown;
}

/** A pure function of its text, so machines (and the rehearsals of a sweep) share it. */
const compiled = new Map<string, Compiled>();

/** The inner text of `{% … %}`, or undefined where the text is no expression. */
export function expressionText(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('{%') || !value.endsWith('%}')) return undefined;
  return value.slice(2, -2).trim();
}

/** Throws jsonata's error where the text is no JSONata. */
export function compileExpression(text: string, location: string): Expression {
  let found = compiled.get(text);
  if (found === undefined) {
    found = compile(text);
    compiled.set(text, found);
  }
  return instance(found, location);
}

function compile(text: string): Compiled {
  const expression = jsonata(text, { RegexEngine: BoundedRegExp as unknown as RegExp });
  const tree = expression.ast();
  const isCounted = needsBudget(tree);
  if (isCounted) count(expression);
  return {
    text,
    expression,
    isCounted,
    names: variableNames(tree),
    // The fast way counts nothing.
    fast: isCounted ? undefined : compileFast(tree as Node, bind),
    unsupported: topLevelNames(tree),
  };
}

function instance(what: Compiled, location: string): Expression {
  const { text, fast } = what;
  return {
    text,
    location,
    unsupported: what.unsupported,
    evaluate: (environment) => {
      const quick = fast === undefined ? NOT_SIMPLE : fast(environment);
      return quick === NOT_SIMPLE ? ask(what, location, environment) : defined(quick, text, location);
    },
  };
}

async function ask(
  { text, expression, names, isCounted }: Compiled,
  location: string,
  environment: Environment,
) {
  const bindings: Record<string, unknown> = isCounted ? newBudget() : {};
  for (const name of names) {
    const value = bind(name, environment);
    if (value !== undefined) bindings[name] = value;
  }
  let value: unknown;
  try {
    value = await expression.evaluate(undefined, bindings);
  } catch (error) {
    throw queryProblem(
      `The JSONata expression '${text}' specified for the field '${location}' threw an error during evaluation${jsonataMessage(error)}`,
      location,
    );
  }
  return plain(defined(value, text, location), () =>
    queryProblem(
      `The JSONata expression '${text}' specified for the field '${location}' returned an unsupported result type.`,
      location,
    ),
  );
}

function defined(value: unknown, text: string, location: string): unknown {
  if (value !== undefined) return value;
  throw queryProblem(
    `The JSONata expression '${text}' specified for the field '${location}' returned nothing (undefined).`,
    location,
  );
}

function jsonataMessage(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? `: ${String(message)}` : `. ${code}: ${message}`;
}
