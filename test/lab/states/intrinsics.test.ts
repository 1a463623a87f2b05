/**
 * The intrinsic functions at the edges that AWS's page names.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from './world.ts';

const passed = (call: string) => ({
  QueryLanguage: 'JSONPath',
  StartAt: 'A',
  States: { A: { Type: 'Pass', Parameters: { 'v.$': call }, OutputPath: '$.v', End: true } },
});

const run = (call: string, input: unknown = {}) => new World({}, { seed: 77 }).run(passed(call), input);
const value = async (call: string, input: unknown = {}) => {
  const { output, cause } = await run(call, input);
  return cause ?? output;
};

const sha256 = createHash('sha256').update('input data').digest('hex');

const VALUES: [call: string, result: unknown, input?: unknown][] = [
  ["States.Format('{} is {}', $.name, 7)", 'Ünï is 7', { name: 'Ünï' }],
  [String.raw`States.Format('\{\} \'{}\' \\', $.x)`, String.raw`{} 'a' ` + '\\', { x: 'a' }],
  ["States.Format('{}', $.x)", '{a=[1, b, null]}', { x: { a: [1, 'b', null] } }],
  ['States.StringToJson($.x)', { a: [1] }, { x: '{"a":[1]}' }],
  ['States.JsonToString($.x)', '{"a":"é\\""}', { x: { a: 'é"' } }],
  ["States.Array('Foo', 2020, $.x, null)", ['Foo', 2020, { a: 1 }, null], { x: { a: 1 } }],
  ['States.ArrayPartition($.x, 4)', [[1, 2, 3, 4], [5]], { x: [1, 2, 3, 4, 5] }],
  ['States.ArrayContains($.x, $.y)', true, { x: [1, { a: 1 }], y: { a: 1 } }],
  ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
  ['States.ArrayRange(9, 1, -3)', [9, 6, 3]],
  ['States.ArrayLength(States.ArrayRange(1, 1000, 1))', 1000],
  ['States.ArrayUnique($.x)', [1, '1', { a: 1 }], { x: [1, 1, '1', { a: 1 }, { a: 1 }] }],
  ["States.Base64Encode('ü')", 'w7w='],
  ["States.Base64Decode('w7w=')", 'ü'],
  ["States.Base64Decode('w7w')", 'ü'],
  ["States.Hash('input data', 'SHA-256')", sha256],
  [
    'States.JsonMerge($.a, $.b, false)',
    { x: { q: 2 }, y: 1 },
    { a: { x: { p: 1 }, y: 1 }, b: { x: { q: 2 } } },
  ],
  ['States.MathAdd(111, -1)', 110],
  ["States.StringSplit('1.2,3-4', '.,-')", ['1', '2', '3', '4']],
  ["States.StringSplit('a,,b', ',')", ['a', 'b']],
];

test.each(VALUES)('%s is %j', async (call, result, input) => {
  expect(await value(call, input)).toEqual(result);
});

const long = 'x'.repeat(10_001);
const FAILING: [call: string, input?: unknown][] = [
  ["States.Format('{} {}', 1)"],
  ["States.StringToJson('nope')"],
  ['States.ArrayPartition($.x, 0)', { x: [1] }],
  ['States.ArrayRange(0, 1000, 1)'],
  ['States.ArrayRange(1, 5, 0)'],
  ['States.ArrayGetItem($.x, 1)', { x: [1] }],
  ['States.ArrayLength($.x)', { x: 'abc' }],
  ['States.Base64Encode($.x)', { x: long }],
  ["States.Base64Decode('%%%%')"],
  ["States.Base64Decode('w7w-')"],
  ["States.Base64Decode('w')"],
  ["States.Hash('a', 'sha1')"],
  ["States.Hash($.x, 'MD5')", { x: long }],
  ['States.JsonMerge($.a, $.a, true)', { a: {} }],
  ['States.MathRandom(5, 5)'],
  ['States.MathAdd(2147483647, 1)'],
  ["States.MathAdd('1', 1)"],
  ["States.StringSplit(1, ',')"],
];

test.each(FAILING)('%s ends as States.Runtime, which nothing catches', async (call, input) => {
  const { error, cause } = await run(call, input);
  expect(error).toBe('States.Runtime');
  expect(cause).toContain('There was an error while evaluating the intrinsic function: States.');
});

test.each(['States.Nope()', 'States.MathAdd(1)', "States.Format('a\\n')", 'States.UUID(1)', 'States.UUID'])(
  '%s is refused with the definition',
  (call) => {
    const problems = new World().engine.validateStateMachineDefinition({ definition: passed(call) });
    expect(problems[0]?.message).toMatch(/valid JSONPath or a valid intrinsic function call/);
  },
);

const nested = (depth: number) => `${'States.Array('.repeat(depth)}1${')'.repeat(depth)}`;

const problems = (depth: number) =>
  new World().engine.validateStateMachineDefinition({ definition: passed(nested(depth)) });

test('ten calls within each other are a call, eleven are none', () => {
  expect([problems(10).length, problems(11).length]).toEqual([0, 1]);
});

test('MathRandom stays below its end, and a seed gives the same number again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      async (start, length) => {
        const call = `States.MathRandom(${start}, ${start + length}, ${start * length})`;
        const first = await value(call);
        expect(await value(call)).toBe(first);
        expect(first).toBeGreaterThanOrEqual(start);
        expect(first).toBeLessThan(start + length);
      },
    ),
    { numRuns: 50 },
  );
});
