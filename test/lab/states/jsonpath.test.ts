/** What JSONPath selects and where results go, by AWS's page on paths and the rules of its JSONPath library. */
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

const INPUT = {
  foo: 123,
  bar: ['a', 'b', 'c'],
  car: { cdr: true },
  jar: [{ a: 1 }, { a: 5 }, { a: 2 }, { a: 7, b: null }, { a: '7' }, 9],
  'def ghi': { x: { a: 5, deep: [{ a: 5 }] } },
};

const chain = { QueryLanguage: 'JSONPath', StartAt: 'A' };
const passed = (state: object) => ({ ...chain, States: { A: { Type: 'Pass', End: true, ...state } } });
const run = async (state: object, input: unknown = INPUT) => new World().run(passed(state), input);

const SELECTED: [path: string, value: unknown][] = [
  ['$.jar[?(@.a >= 5)]', [{ a: 5 }, { a: 7, b: null }]],
  ['$.jar[?(@.a == 5)].a', [5]],
  ["$.jar[?(@.a == '7')]", [{ a: '7' }]],
  ['$.jar[?(@.a != 5)].a', [1, 2, 7, '7']],
  ['$.jar[?(@.b)]', [{ a: 7, b: null }]],
  ['$.jar[?(@.b == null)]', [{ a: 7, b: null }]],
  ['$.jar[?(!@.b && (@.a < 2 || 2 < @.a))].a', [1, 5]],
  ["$.jar[?(@['a'] > 5)].a", [7]],
  ['$.jar[?(@.a > 100)]', []],
  ['$.jar[?(@.a == 5)][0]', []],
  ['$.car[?(@.cdr == true)]', [{ cdr: true }]],
  ['$..[?(@.a == 5)]', [{ a: 5 }, { a: 5, deep: [{ a: 5 }] }, { a: 5 }]],
  ['$..a', [1, 5, 2, 7, '7', 5, 5]],
  ["$['def ghi'].x.a", 5],
  ["$.['def ghi'].x.['a']", 5],
  ["$['foo','none','car']", { foo: 123, car: { cdr: true } }],
  ['$.bar[0,2]', ['a', 'c']],
  ['$.bar[-1]', 'c'],
  ['$.bar[-2:]', ['b', 'c']],
  ['$.bar[:1]', ['a']],
  ['$.bar[5:]', []],
  ['$.bar[*]', ['a', 'b', 'c']],
  ['$.car.*', [true]],
  ['$.jar[*].b', [null]],
  ['$.foo[*]', []],
  ['$.none[*]', []],
  ['$.none[?(@.a == 1)]', []],
  ['$.foo[0:1]', []],
];

test.each(SELECTED)('%s', async (path, value) => {
  expect(await run({ Parameters: { 'v.$': path } })).toMatchObject({ output: { v: value } });
});

test.each(['$.none', '$.bar[3]', "$.none['a','b']"])(
  '%s leads nowhere: States.Runtime, which nothing catches',
  async (path) => {
    const { status, error, cause } = await run({ Parameters: { 'v.$': path } });
    expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
    expect(cause).toContain(`The JSONPath '${path}' specified for the field 'v.$' could not be found`);
  },
);

test('a filter within an intrinsic function', async () => {
  const count = { Parameters: { 'n.$': "States.ArrayLength($.jar[?(@.a > 1 && @.a != '7')])" } };
  expect((await run(count)).output).toEqual({ n: 3 });
});

const REFUSED = [
  '$.jar.length()',
  '$.jar[?(@.a =~ /x/)]',
  '$.jar[?(@.a == $.foo)]',
  '$.jar[?(@.a in [1])]',
  '$.jar[?()]',
  '$.jar[?(@.a ==)]',
  '$.jar[?(1 == 1)]',
  '$.',
  '$..',
  'jar',
];

test.each(REFUSED)('%s is no path that Step Functions takes', (path) => {
  const { engine } = new World();
  const problems = (state: object) => engine.validateStateMachineDefinition({ definition: passed(state) });
  expect(problems({ Parameters: { 'v.$': path } })).toHaveLength(1);
  expect(problems({ InputPath: path })).toHaveLength(1);
});

const set = (ResultPath: string | null, input: unknown) => run({ Result: 'new', ResultPath }, input);

describe('ResultPath', () => {
  test('makes the objects on the way, replaces what is there, and null throws the result away', async () => {
    expect((await set('$.a.b', { c: 1 })).output).toEqual({ a: { b: 'new' }, c: 1 });
    expect((await set('$.a', { a: { b: 1 } })).output).toEqual({ a: 'new' });
    expect((await set(null, { a: 1 })).output).toEqual({ a: 1 });
  });

  test('replaces an element that is there; nothing else goes into what is no object', async () => {
    expect((await set('$.a[1].b', { a: [0, { b: 1, c: 2 }] })).output).toEqual({
      a: [0, { b: 'new', c: 2 }],
    });
    for (const [path, input] of [
      ['$.a[2]', { a: [0, 1] }],
      ['$.a[0]', {}],
      ['$.a.b', { a: 'text' }],
      ['$.a', [1]],
    ] as const) {
      expect(await set(path, input)).toMatchObject({
        status: 'FAILED',
        error: 'States.ResultPathMatchFailure',
      });
    }
  });

  test.each(['$.a[*]', '$..a', '$.a[?(@.b)]', '$.a[0:1]', "$['a','b']", '$$.Execution', '$a'])(
    '%s is no Reference Path',
    (ResultPath) => {
      const definition = passed({ ResultPath });
      expect(new World().engine.validateStateMachineDefinition({ definition })).toMatchObject([
        { message: 'Value is not a Reference Path', location: '/States/A/ResultPath' },
      ]);
    },
  );
});
