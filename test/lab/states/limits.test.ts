/** What does not fit: variables, and times that are none. */
import { expect, test } from 'vitest';
import { World } from './world.ts';

const jsonPath = { QueryLanguage: 'JSONPath' };

/** So many states, each of which keeps a quarter of a megabyte under a name of its own, or all under one. */
const keeping = (count: number, name: (index: number) => string) => ({
  ...jsonPath,
  StartAt: 'Keep 0',
  States: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `Keep ${index}`,
      {
        Type: 'Pass',
        Assign: { [`${name(index)}.$`]: '$.text' },
        ...(index === count - 1 ? { OutputPath: null, End: true } : { Next: `Keep ${index + 1}` }),
      },
    ]),
  ),
});

const large = { text: 'x'.repeat(256_000) };

test('all variables together have ten megabytes; a new value takes the room of the old', async () => {
  expect(
    await new World().run(
      keeping(40, (index) => `v${index}`),
      large,
    ),
  ).toMatchObject({ output: {} });
  expect(
    await new World().run(
      keeping(60, () => 'v'),
      large,
    ),
  ).toMatchObject({ output: {} });
  expect(
    await new World().run(
      keeping(42, (index) => `v${index}`),
      large,
    ),
  ).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
  });
});

const isTimestamp = async (text: string) => {
  const { output } = await new World().run(
    {
      ...jsonPath,
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Choice',
          Choices: [{ Variable: '$', IsTimestamp: true, Next: 'Yes' }],
          Default: 'No',
        },
        Yes: { Type: 'Pass', Result: true, End: true },
        No: { Type: 'Pass', Result: false, End: true },
      },
    },
    text,
  );
  return output;
};

test.each([
  ['2026-02-28T23:59:59Z', true],
  ['2024-02-29T00:00:00.123456789+01:00', true],
  ['2026-02-29T00:00:00Z', false],
  ['2026-04-31T00:00:00Z', false],
  ['2026-13-01T00:00:00Z', false],
  ['2026-01-01T24:00:00Z', false],
  ['2026-01-01T00:00:00', false],
  ['2026-01-01t00:00:00z', false],
  ['2026-01-01', false],
])('%s is a timestamp: %s', async (text, expected) => {
  expect(await isTimestamp(text)).toBe(expected);
});

const definition = (Condition: unknown) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: { Type: 'Choice', Choices: [{ Condition, Next: 'B' }] }, B: { Type: 'Succeed' } },
});

const problems = (condition: unknown) =>
  new World().engine.validateStateMachineDefinition({ definition: definition(condition) });

test('a Condition that is neither an expression nor a boolean is refused', () => {
  expect([problems(true), problems('{% true %}')]).toEqual([[], []]);
  expect(problems('yes')).toMatchObject([{ location: '/States/A/Choices[0]/Condition' }]);
});
