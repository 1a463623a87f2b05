import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import type { Environment } from '../../../lab/states/environment.ts';
import { compileFast, NOT_SIMPLE, type Node } from '../../../lab/states/jsonata/fast.ts';
import { Scope } from '../../../lab/states/scope.ts';
import { World } from './world.ts';

const NAMES = ['a', 'b', 'toString', 'length', 'sequence'];
const name = fc.constantFrom(...NAMES);
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'a', 'true', '1', 'yes'),
  fc.double({ noNaN: true }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}));
const literal = fc.constantFrom('1', '-2.5', '0', "'a'", '""', 'true', 'false', 'null');
const path = fc
  .tuple(fc.constantFrom('$x', '$y', '$unset'), fc.array(name, { maxLength: 3 }))
  .map(([root, steps]) => [root, ...steps].join('.'));
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '+', '-', '*', '&', 'and', 'or');
const { expression } = fc.letrec((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2 },
    path,
    literal,
    fc
      .tuple(tie('expression'), operator, tie('expression'))
      .map(([l, o, r]) => `(${String(l)} ${o} ${String(r)})`),
  ),
}));

test('where the fast path answers, jsonata gives the same answer', async () => {
  let answered = 0;
  const check = fc.asyncProperty(expression, value, value, async (text, x, y) => {
    const variables: Record<string, unknown> = { x, y };
    const parsed = jsonata(text);
    const fast = compileFast(parsed.ast() as Node, (wanted) => variables[wanted]);
    const quick = fast === undefined ? NOT_SIMPLE : fast({} as Environment);
    if (quick === NOT_SIMPLE) return;
    answered += 1;
    const slow: unknown = await parsed.evaluate(undefined, variables);
    expect({ text, result: quick }).toEqual({ text, result: slow });
  });
  await fc.assert(check, { numRuns: 4000, seed: 20_260_105 });
  expect(answered, 'the property would say nothing otherwise').toBeGreaterThan(500);
});

const say = async (output: unknown, input: unknown = {}, seed = 1) =>
  new World({}, { seed }).run(
    { StartAt: 'Say', States: { Say: { Type: 'Pass', Output: output, End: true } } },
    input,
  );

const FUNCTIONS: [expression: string, result: unknown][] = [
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$range(1, 9, 4)', [1, 5, 9]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
  ['$parse(\'{"a":[1]}\').a', [1]],
  ['$uuid()', 'id-1'],
  ['$random(7) = $random(7)', true],
  ['$now()', '2026-01-05T09:00:00.000Z'],
  ['$millis() = $toMillis($now())', true],
  ['$count($shuffle([1,2,3]))', 3],
  ["$states.context.State.Name & '/' & $states.context.Execution.Name", 'Say/one'],
  ['$states.input.list[0]', 1],
];

test.each(FUNCTIONS)('%s', async (text, result) => {
  expect((await say(`{% ${text} %}`, { list: [1] })).output).toEqual(result);
});

const WRONG: [title: string, expression: string, cause: RegExp][] = [
  ['nothing', '$states.input.none', /returned nothing \(undefined\)/],
  ['$eval does not exist', "$eval('1')", /T1006/],
  ['a function is no result', 'function($x){$x}', /unsupported result type/],
  ['a sum of texts', "'a' + 1", /threw an error during evaluation\. T2001/],
];

test.each(WRONG)('an expression fails the state: %s', async (_, text, cause) => {
  const result = await say({ deep: [`{% ${text} %}`] });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(result.cause).toMatch(cause);
  expect(result.cause).toContain("'Output/deep[0]'");
});

test('an evaluation error is caught like any other', async () => {
  const result = await new World().run({
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Items: '{% $nothing %}',
        ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed' },
    },
  });
  expect(result.status).toBe('SUCCEEDED');
});

test('a scope finds the nearest value, null included', () => {
  const outer = new Scope();
  outer.assign({ a: 1, b: 2 });
  const inner = new Scope(outer);
  inner.assign({ a: null });
  expect([inner.get('a'), inner.get('b'), inner.get('c'), outer.get('a')]).toEqual([null, 2, undefined, 1]);
});
