/** The comparison operators of Choice. A value of another type than the operator's compares as false. */

import { parseTimestamp } from '../timestamp.ts';

export type Comparison = (value: unknown, expected: unknown) => boolean;

type Order = (difference: number) => boolean;

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThan: (difference) => difference > 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

type Difference = (value: unknown, expected: unknown) => number | undefined;

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  Numeric: (value, expected) =>
    typeof value === 'number' && typeof expected === 'number' ? value - expected : undefined,
  String: (value, expected) => {
    if (typeof value !== 'string' || typeof expected !== 'string') return undefined;
    if (value === expected) return 0;
    return value < expected ? -1 : 1;
  },
  Timestamp: (value, expected) => {
    const [left, right] = [parseTimestamp(value), parseTimestamp(expected)];
    return left === undefined || right === undefined ? undefined : left - right;
  },
};

const is =
  (test: (value: unknown) => boolean): Comparison =>
  (value, expected) =>
    test(value) === expected;

export const comparisons: Readonly<Record<string, Comparison>> = {
  ...Object.fromEntries(
    Object.entries(DIFFERENCES).flatMap(([type, differ]) =>
      Object.entries(ORDERS).map(([order, accept]): [string, Comparison] => [
        `${type}${order}`,
        (value, expected) => {
          const difference = differ(value, expected);
          return difference !== undefined && accept(difference);
        },
      ]),
    ),
  ),
  BooleanEquals: (value, expected) => typeof value === 'boolean' && value === expected,
  StringMatches: (value, pattern) =>
    typeof value === 'string' && typeof pattern === 'string' && matchesWildcard(value, pattern),
  IsPresent: is((value) => value !== undefined),
  IsNull: is((value) => value === null),
  IsNumeric: is((value) => typeof value === 'number'),
  IsString: is((value) => typeof value === 'string'),
  IsBoolean: is((value) => typeof value === 'boolean'),
  IsTimestamp: is((value) => parseTimestamp(value) !== undefined),
};

const OPERANDS: readonly (readonly [RegExp, (value: unknown) => boolean])[] = [
  [/^(?:Is|BooleanEquals)/, (value) => typeof value === 'boolean'],
  [/^Numeric/, (value) => typeof value === 'number'],
  [/^String/, (value) => typeof value === 'string'],
  [/^Timestamp/, (value) => parseTimestamp(value) !== undefined],
];

/** Whether a literal is of the type that the operator compares with. */
export function isOperand(name: string, value: unknown): boolean {
  return OPERANDS.some(([names, accepts]) => names.test(name) && accepts(value));
}

/** `*` stands for any text, `\\*` for itself. Without a regular expression, which a long pattern could choke. */
function matchesWildcard(value: string, pattern: string): boolean {
  const [first = '', ...rest] = wildcardParts(pattern);
  if (rest.length === 0) return value === first;
  const last = rest.pop() ?? '';
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  const end = value.length - last.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= end;
}

/** The texts between the wildcards. */
function wildcardParts(pattern: string): string[] {
  const parts = [''];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? '';
    const next = pattern[index + 1];
    if (character === '*') parts.push('');
    else if (character === '\\' && next !== undefined) {
      parts[parts.length - 1] += next;
      index += 1;
    } else parts[parts.length - 1] += character;
  }
  return parts;
}
