/**
 * Answers the simplest JSONata expressions without jsonata: variables, plain paths, literals, comparisons,
 * sums of numbers. It gives up (NOT_SIMPLE) wherever jsonata's sequences or casts could matter; a property
 * test holds both to the same answers.
 */

import type { Environment } from '../environment.ts';
import type { Bind } from './variables.ts';

export const NOT_SIMPLE = Symbol('ask jsonata');

export type Fast = (environment: Environment) => unknown;

/** The parts of jsonata's syntax tree that are looked at. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly expressions?: readonly Node[];
  readonly lhs?: Node;
  readonly rhs?: Node;
}

const PLAIN_KEYS = new Set(['type', 'value', 'position', 'steps', 'expressions', 'lhs', 'rhs']);

/** Undefined where the expression is not simple. */
export function compileFast(node: Node, bind: Bind): Fast | undefined {
  if (Object.keys(node).some((key) => !PLAIN_KEYS.has(key))) return undefined;
  if (node.type === 'string' || node.type === 'number' || node.type === 'value') return () => node.value;
  if (node.type === 'variable') return variable(node, bind);
  if (node.type === 'path') return path(node.steps ?? [], bind);
  if (node.type === 'binary') return binary(node, bind);
  const only = node.expressions?.length === 1 ? node.expressions[0] : undefined;
  return node.type === 'block' && only !== undefined ? compileFast(only, bind) : undefined;
}

function variable(node: Node, bind: Bind): Fast | undefined {
  const name = node.value;
  if (typeof name !== 'string' || name === '' || name === '$') return undefined;
  return (environment) => {
    const value = bind(name, environment);
    // Undefined may be one of jsonata's own functions.
    return value === undefined || Array.isArray(value) || typeof value === 'function' ? NOT_SIMPLE : value;
  };
}

function path([first, ...rest]: readonly Node[], bind: Bind): Fast | undefined {
  const start = first?.type === 'variable' ? compileFast(first, bind) : undefined;
  const names: string[] = [];
  for (const step of rest) {
    const isName = step.type === 'name' && Object.keys(step).every((key) => PLAIN_KEYS.has(key));
    if (!isName || typeof step.value !== 'string') return undefined;
    names.push(step.value);
  }
  if (start === undefined) return undefined;
  return (environment) => {
    let value = start(environment);
    for (const name of names) {
      if (value === NOT_SIMPLE || value === undefined) return value;
      if (value === null || typeof value !== 'object') return undefined;
      if (!Object.hasOwn(value, name) && name in value) return NOT_SIMPLE;
      value = (value as Record<string, unknown>)[name];
      if (Array.isArray(value)) return NOT_SIMPLE;
    }
    return value;
  };
}

type Operation = (left: unknown, right: unknown) => unknown;

const areNumbers = (left: unknown, right: unknown): left is number =>
  typeof left === 'number' && typeof right === 'number';

const isPrimitive = (value: unknown) => value !== undefined && (value === null || typeof value !== 'object');

function numbers(operation: (left: number, right: number) => unknown): Operation {
  return (left, right) => {
    if (!areNumbers(left, right)) return NOT_SIMPLE;
    const result = operation(left, right as number);
    return typeof result === 'number' && !Number.isFinite(result) ? NOT_SIMPLE : result;
  };
}

function primitives(operation: Operation): Operation {
  return (left, right) => (isPrimitive(left) && isPrimitive(right) ? operation(left, right) : NOT_SIMPLE);
}

function booleans(operation: (left: boolean, right: boolean) => boolean): Operation {
  return (left, right) =>
    typeof left === 'boolean' && typeof right === 'boolean' ? operation(left, right) : NOT_SIMPLE;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '=': primitives((left, right) => left === right),
  '!=': primitives((left, right) => left !== right),
  '<': numbers((left, right) => left < right),
  '<=': numbers((left, right) => left <= right),
  '>': numbers((left, right) => left > right),
  '>=': numbers((left, right) => left >= right),
  '+': numbers((left, right) => left + right),
  '-': numbers((left, right) => left - right),
  '*': numbers((left, right) => left * right),
  and: booleans((left, right) => left && right),
  or: booleans((left, right) => left || right),
  '&': (left, right) => (typeof left === 'string' && typeof right === 'string' ? left + right : NOT_SIMPLE),
};

function binary({ value, lhs, rhs }: Node, bind: Bind): Fast | undefined {
  const operation = OPERATIONS[String(value)];
  const left = lhs === undefined ? undefined : compileFast(lhs, bind);
  const right = rhs === undefined ? undefined : compileFast(rhs, bind);
  if (operation === undefined || left === undefined || right === undefined) return undefined;
  return (environment) => {
    const leftValue = left(environment);
    const rightValue = leftValue === NOT_SIMPLE ? NOT_SIMPLE : right(environment);
    return rightValue === NOT_SIMPLE ? NOT_SIMPLE : operation(leftValue, rightValue);
  };
}
