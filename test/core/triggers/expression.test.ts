import { describe, expect, test } from 'vitest';
import {
  above,
  diff,
  type Expression,
  fill,
  metricsIn,
  over,
  plus,
  times,
  valueOf,
  where,
} from '../../../core/triggers/expression.ts';

const requests = fill('canaryRequests');
const depth = diff('queueDepth');
/** A minute with ten requests, of whose queue nothing is known. */
const minute = { filled: () => 10, diff: () => undefined };

describe('a minute has no point, as in CloudWatch', () => {
  test.each<[string, Expression]>([
    ['where nothing is divided by nothing', over(0, 0)],
    ['where something is divided by nothing', over(requests, 0)],
    ['where a difference has nothing before it', depth],
    ['where it is part of a sum, on the left', plus(depth, requests)],
    ['nor on the right', plus(requests, depth)],
    ['nor in a product with nothing', times(0, depth)],
    ['where it is what is asked for', where(depth, requests)],
    ['where what is asked for does not hold', where(above(requests, 10), requests)],
  ])('%s', (_title, expression) => {
    expect(valueOf(expression, minute)).toBeUndefined();
  });
});

test('a minute has one, where the condition holds', () => {
  expect(valueOf(where(above(requests, 9), times(2, requests)), minute)).toBe(20);
  expect(valueOf(depth, { ...minute, diff: () => -3 })).toBe(-3);
});

test('what is read is all that an expression names, each once', () => {
  expect(metricsIn(depth)).toEqual(['queueDepth']);
  expect(metricsIn(where(above(requests, 0), over(depth, requests)))).toEqual([
    'canaryRequests',
    'queueDepth',
  ]);
});
