/**
 * Ends an expression that would not end by itself, or that would take the host's memory. AWS does it by time,
 * memory and depth; here it is counted, so that the same expression ends alike on any machine.
 */

import type jsonata from 'jsonata';

/** Evaluated nodes: a second or two. */
const STEPS_MAX = 500_000;
/** Measured on AWS: nesting ends between 99 and 101, an array of 873,782 numbers is the longest. */
const DEPTH_MAX = 100;
const ELEMENTS_MAX = 873_782;
const CHARACTERS_MAX = 6_990_256;

const BUDGET = '\u0000budget';

interface Budget {
  steps: number;
  depth: number;
}

interface Frame {
  lookup(name: string): unknown;
}

export const tooLong = () => new Error('Expression evaluation timeout: Check for infinite loop');
export const tooLarge = () =>
  new Error('Expression evaluation memory limit exceeded: Check for excessive memory usage');
const tooDeep = () =>
  new Error(
    'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
  );

/** What only functions and ranges can do, and only very deep expressions: the rest goes without counting. */
export function needsBudget(tree: unknown): boolean {
  return hasLoops(tree) || depthOf(tree) > DEPTH_MAX / 2;
}

const LOOPING = new Set(['lambda', 'partial', 'transform']);

function hasLoops(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasLoops);
  if (typeof node !== 'object' || node === null) return false;
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (LOOPING.has(String(type)) || (type === 'binary' && value === '..')) return true;
  return Object.values(node).some(hasLoops);
}

function depthOf(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = 'type' in node ? 1 : 0;
  return own + Math.max(0, ...Object.values(node).map(depthOf));
}

/** From here on each evaluation of the expression is counted, where its bindings hold a budget. */
export function count(expression: jsonata.Expression): void {
  const assign = expression.assign.bind(expression) as (name: unknown, value: unknown) => void;
  assign(Symbol.for('jsonata.__evaluate_entry'), (_node: unknown, _input: unknown, frame: Frame) => {
    const budget = frame.lookup(BUDGET) as Budget | undefined;
    if (budget === undefined) return;
    budget.steps += 1;
    budget.depth += 1;
    if (budget.steps > STEPS_MAX) throw tooLong();
    if (budget.depth > DEPTH_MAX) throw tooDeep();
  });
  assign(
    Symbol.for('jsonata.__evaluate_exit'),
    (_node: unknown, _input: unknown, frame: Frame, result: unknown) => {
      const budget = frame.lookup(BUDGET) as Budget | undefined;
      if (budget !== undefined) budget.depth -= 1;
      if (isLarge(result)) throw tooLarge();
    },
  );
}

export function newBudget(): Record<string, unknown> {
  return { [BUDGET]: { steps: 0, depth: 0 } satisfies Budget };
}

function isLarge(value: unknown): boolean {
  if (typeof value === 'string') return value.length > CHARACTERS_MAX;
  return Array.isArray(value) && value.length > ELEMENTS_MAX;
}

/** Whether a text of so many characters may be made. */
export function checkLength(characters: unknown): void {
  if (typeof characters === 'number' && Math.abs(characters) > CHARACTERS_MAX) throw tooLarge();
}
