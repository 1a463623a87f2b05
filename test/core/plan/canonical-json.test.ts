import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../core/plan/canonical-json.ts';

it.each<[string, unknown, string]>([
  ['sorts keys at every depth', { b: [{ d: 1, c: 2 }], a: null }, '{"a":null,"b":[{"c":2,"d":1}]}'],
  ['keeps the order of lists', [3, 1, 2], '[3,1,2]'],
  ['leaves out what is undefined', { a: undefined, b: 1 }, '{"b":1}'],
  ['has a text for nothing at all', undefined, 'null'],
])('%s', (_title, value, expected) => {
  expect(canonicalJson(value)).toBe(expected);
});

it('means the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
