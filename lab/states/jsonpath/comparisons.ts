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
    typeof value === 'string' && typeof pattern === 'string' && wildcard(pattern).test(value),
  IsPresent: is((value) => value !== undefined),
  IsNull: is((value) => value === null),
  IsNumeric: is((value) => typeof value === 'number'),
  IsString: is((value) => typeof value === 'string'),
  IsBoolean: is((value) => typeof value === 'boolean'),
  IsTimestamp: is((value) => parseTimestamp(value) !== undefined),
};

/** `*` stands for any text, `\*` for itself. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|\*|[.+?^${}()|[\]/]/gs, (whole, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped.replace(/[\\*.+?^${}()|[\]/]/, '\\$&');
    return whole === '*' ? '.*' : `\\${whole}`;
  });
  return new RegExp(`^${source}$`, 's');
}
