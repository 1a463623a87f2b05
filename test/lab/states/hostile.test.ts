/** Definitions and inputs that would like to harm the host: each ends as an error, and the engine goes on. */
import { expect, test } from 'vitest';
import { World } from './world.ts';

const pass = (Output: unknown) => ({ StartAt: 'A', States: { A: { Type: 'Pass', Output, End: true } } });
const bomb = `${'a'.repeat(40)}!`;

test.each([
  ['a function that calls itself for ever', '($f := function($x) { $f($x + 1) }; $f(1))', 'infinite loop'],
  ['one that must come back each time', '($f := function($x) { 1 + $f($x) }; $f(1))', 'Stack overflow'],
  ['two hundred operators', Array.from({ length: 200 }, () => '1').join('+'), 'Stack overflow'],
  ['a range', '$count([1..900000])', 'memory limit'],
  ['a text that doubles', '($p := function($s) { $p($s & $s) }; $p("x"))', 'memory limit'],
  ['padding', '$pad("x", 1000000000)', 'memory limit'],
  ['a regular expression that backtracks', `$match("${bomb}", /^(a+)+$/)`, 'infinite loop'],
  ['$eval', '$eval("1 + 1")', 'T1006: Attempted to invoke a non-function'],
])('%s', { timeout: 30_000 }, async (_, expression, why) => {
  const world = new World();
  const result = await world.run(pass(`{% ${expression} %}`));
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(result.cause).toContain("specified for the field 'Output' threw an error during evaluation");
  expect(result.cause).toContain(why);
});

test('what AWS still accepts is accepted', { timeout: 30_000 }, async () => {
  const longest = await new World().run(pass('{% $count([1..873782]) %}'));
  expect(longest.output).toBe(873_782);
  const doubled = '($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p("x", 22)))';
  expect((await new World().run(pass(`{% ${doubled} %}`))).output).toBe(4_194_304);
});

test('keys that name the prototype are keys like any other', async () => {
  const input: unknown = JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
  );
  const through = await new World().run(pass('{% $states.input %}'), input);
  expect(JSON.stringify(through.output)).toBe(JSON.stringify(input));
  const template: unknown = JSON.parse('{"__proto__": {"polluted": "{% 1 + 0 %}"}}');
  expect(JSON.stringify((await new World().run(pass(template))).output)).toBe('{"__proto__":{"polluted":1}}');
  const path = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', ResultPath: '$.__proto__.polluted', Result: 1, End: true } },
  };
  await new World().run({ QueryLanguage: 'JSONPath', ...path }, {});
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('after the worst of them the same engine runs the next execution', { timeout: 30_000 }, async () => {
  const world = new World();
  const arn = world.start(pass('{% ($f := function($x) { $f($x) }; $f(1)) %}'));
  const { stateMachineArn } = world.engine.createStateMachine({
    name: 'next',
    definition: { QueryLanguage: 'JSONata', ...pass('fine') },
  });
  const next = world.engine.startExecution({ stateMachineArn, input: '{}' });
  await world.until();
  expect([world.end(arn).status, world.end(next.executionArn).output]).toEqual(['FAILED', 'fine']);
});

test('ten thousand items of a Map', { timeout: 60_000 }, async () => {
  const items = Array.from({ length: 10_000 }, (_, index) => index);
  const world = new World({}, { history: 'count' });
  const result = await world.run(
    {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: '{% $states.input %}',
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    },
    items,
  );
  // Four events an item: more than a history may have.
  expect(result).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
});

const nested = (depth: number, open: string, close: string, inner = '1') =>
  JSON.parse(`${open.repeat(depth)}${inner}${close.repeat(depth)}`) as unknown;

const jsonPath = (state: object) => ({
  QueryLanguage: 'JSONPath',
  StartAt: 'A',
  States: { A: { Type: 'Pass', End: true, ...state } },
});

test('descents upon descents end as an error', { timeout: 30_000 }, async () => {
  const input = nested(400, '[', ']');
  const result = await new World().run(jsonPath({ Parameters: { 'v.$': '$..*..*..*..*..*' } }), input);
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(result.cause).toContain('selects more than 1000000 values');
});

test.each([
  ['a template', { Parameters: nested(20_000, '{"a":', '}') }],
  ['a list', { Result: 1, Parameters: { a: nested(20_000, '[', ']') } }],
])('%s deeper than any stack is refused', (_, state) => {
  const { engine } = new World();
  expect(() => engine.createStateMachine({ name: 'deep', definition: jsonPath(state) })).toThrow(
    expect.objectContaining({ name: 'InvalidDefinition' }),
  );
});

test.each([
  ['brackets', `$.a[?(${'('.repeat(20_000)}@.x${')'.repeat(20_000)})]`],
  ['quotes', `$.a[?(${'@.x == "'.repeat(20_000)})]`],
  ['names', `$[${"'a',".repeat(50_000)}]`],
])('a path of thousands of %s is refused at once', (_, path) => {
  const definition = jsonPath({ Parameters: { 'v.$': path } });
  expect(new World().engine.validateStateMachineDefinition({ definition })).toHaveLength(1);
});

test('two hundred thousand negations are none', async () => {
  const state = { Parameters: { 'v.$': `$[?(${'!'.repeat(200_000)}@.x)]` } };
  expect((await new World().run(jsonPath(state), [{ x: 1 }, {}])).output).toEqual({ v: [{ x: 1 }] });
});
