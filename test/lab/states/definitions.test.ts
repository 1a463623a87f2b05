/** What CreateStateMachine refuses, in AWS's words. */
import { expect, test } from 'vitest';
import type { MachineType } from '../../../lab/states/graph.ts';
import { lambda, World } from './world.ts';

const { engine } = new World();

function problems(definition: unknown, type: MachineType = 'STANDARD'): string[] {
  return engine
    .validateStateMachineDefinition({ definition, type })
    .map(({ code, message, location }) => `${code}: ${message} at ${location}`);
}

const one = (state: object, more: object = {}) => ({ StartAt: 'A', States: { A: state }, ...more });
const jsonata = { QueryLanguage: 'JSONata' };

/** Measured on AWS, where the comment of the row says no other. */
const REFUSED: [title: string, definition: object, problem: string][] = [
  [
    'a Next that leads nowhere',
    one({ Type: 'Pass', Next: 'B' }),
    "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
  ],
  [
    'a state that nothing leads to',
    { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } },
    'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
  ],
  [
    'a loop without an end',
    { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } },
    'MISSING_END_STATE: Workflow has no terminal state at null',
  ],
  [
    'an unknown field',
    one({ Type: 'Pass', Colour: 'red', End: true }),
    "SCHEMA_VALIDATION_FAILED: Field 'Colour' is not supported at /States/A",
  ],
  [
    'a field of other types',
    one({ Type: 'Pass', Catch: [], End: true }),
    "SCHEMA_VALIDATION_FAILED: Field 'Catch' is not supported at /States/A",
  ],
  [
    'JSONata that does not parse',
    one({ Type: 'Pass', Output: { a: ['{% 1 + %}'] }, End: true }, jsonata),
    'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/A/Output/a[0]',
  ],
  [
    'JSONata that reads from nothing',
    one(
      { Type: 'Pass', Output: { v: '{% $states.input.list[price > 1].(phone) & phone %}' }, End: true },
      jsonata,
    ),
    "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output/v",
  ],
  [
    'a field of JSONata in a JSONPath state',
    one({ Type: 'Pass', Output: {}, End: true }),
    "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A",
  ],
  [
    'a JSONPath state in a JSONata machine',
    one({ Type: 'Pass', QueryLanguage: 'JSONPath', End: true }, jsonata),
    "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
  ],
  [
    'a language for a processor',
    one({
      Type: 'Map',
      ItemProcessor: { QueryLanguage: 'JSONata', StartAt: 'B', States: { B: { Type: 'Succeed' } } },
      End: true,
    }),
    "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/A/ItemProcessor",
  ],
  [
    'an optimised integration that there is not',
    one({ Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query', End: true }),
    'SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/A/Resource',
  ],
  // By the documentation.
  [
    'a distributed Map that reads from S3',
    one({
      Type: 'Map',
      ItemReader: {},
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'B',
        States: { B: { Type: 'Succeed' } },
      },
      End: true,
    }),
    "SCHEMA_VALIDATION_FAILED: The lab does not play 'ItemReader': give the Map its items as an array at /States/A",
  ],
  [
    'the same name in two branches',
    one({
      Type: 'Parallel',
      Branches: [one({ Type: 'Succeed' })],
      End: true,
    }),
    'DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/Branches[0]/States/A',
  ],
  [
    'States.ALL that is not the last',
    one({
      Type: 'Task',
      Resource: lambda('x'),
      Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['Other'] }],
      End: true,
    }),
    "SCHEMA_VALIDATION_FAILED: 'States.ALL' can only appear alone and in the last retrier or catcher at /States/A/Retry[0]/ErrorEquals",
  ],
  [
    'two comparisons in one rule',
    one({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, NumericEquals: 1, Next: 'A' }] }),
    'SCHEMA_VALIDATION_FAILED: A Choice Rule must have exactly one comparison operator at /States/A/Choices[0]',
  ],
  [
    'a branch that assigns an outer variable',
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { weight: 1 }, Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'In', States: { In: { Type: 'Pass', Assign: { 'weight.$': '$.w' }, End: true } } },
          ],
          End: true,
        },
      },
    },
    "SCHEMA_VALIDATION_FAILED: Variable 'weight' is assigned in an outer scope and cannot be assigned here at /States/Both/Branches[0]/States/In/Assign",
  ],
  [
    "a catcher in a Map within a Map that assigns the outermost's",
    {
      ...jsonata,
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Assign: { last: '{% $states.result %}' },
          ItemProcessor: {
            StartAt: 'Inner',
            States: {
              Inner: {
                Type: 'Map',
                ItemProcessor: {
                  StartAt: 'T',
                  States: {
                    T: {
                      Type: 'Task',
                      Resource: lambda('x'),
                      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { last: 1 }, Next: 'U' }],
                      End: true,
                    },
                    U: { Type: 'Succeed' },
                  },
                },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    },
    "SCHEMA_VALIDATION_FAILED: Variable 'last' is assigned in an outer scope and cannot be assigned here at /States/Each/ItemProcessor/States/Inner/ItemProcessor/States/T/Catch[0]/Assign",
  ],
  [
    'the reserved variable',
    one({ Type: 'Pass', Assign: { states: 1 }, End: true }),
    "SCHEMA_VALIDATION_FAILED: The variable name 'states' is reserved at /States/A/Assign",
  ],
];

test.each(REFUSED)('%s is refused', (_, definition, problem) => {
  expect(problems(definition)).toContain(problem);
});

test.each([
  ['arn:aws:states:::states:startExecution.sync:2', '.sync'],
  ['arn:aws:states:::lambda:invoke.waitForTaskToken', '.waitForTaskToken'],
  ['arn:aws:states:eu-west-1:123456789012:activity:work', 'Activity'],
])('an Express machine cannot wait for %s', (Resource, what) => {
  const definition = one({ Type: 'Task', Resource, End: true });
  expect(problems(definition)).toEqual([]);
  expect(problems(definition, 'EXPRESS').join()).toContain(what);
});

const assigning = (name: string) => ({
  StartAt: name,
  States: { [name]: { Type: 'Pass', Assign: { mine: 1 }, End: true } },
});

test('two branches may assign variables of one name: neither is outside the other', () => {
  expect(problems(one({ Type: 'Parallel', Branches: [assigning('B'), assigning('C')], End: true }))).toEqual(
    [],
  );
});

test('what is no JSON, no object, or nothing at all is told as that', () => {
  expect(problems('{')[0]).toMatch(/^INVALID_JSON_DESCRIPTION: /);
  expect(problems('[]')[0]).toMatch(/must be a JSON object/);
  expect(problems({})).toEqual([
    "SCHEMA_VALIDATION_FAILED: The field 'StartAt' is required but was missing at /",
    "SCHEMA_VALIDATION_FAILED: The field 'States' is required but was missing at /",
  ]);
});

test('twenty levels of nesting are a definition like any other', async () => {
  let definition: object = {
    StartAt: 'Inner',
    States: { Inner: { Type: 'Pass', Result: 'deep', End: true } },
  };
  for (let level = 1; level <= 20; level += 1) {
    const name = `Level ${level}`;
    definition = {
      StartAt: name,
      States: { [name]: { Type: 'Parallel', Branches: [definition], End: true } },
    };
  }
  const { output } = await new World().run({ QueryLanguage: 'JSONPath', ...definition });
  expect(JSON.stringify(output)).toBe(`${'['.repeat(20)}"deep"${']'.repeat(20)}`);
});

test('the same definition again is the same machine, another one is refused, and an update makes it one', () => {
  const world = new World();
  const definition = one({ Type: 'Succeed' });
  const { stateMachineArn } = world.engine.createStateMachine({ name: 'm', definition });
  expect(world.engine.createStateMachine({ name: 'm', definition }).stateMachineArn).toBe(stateMachineArn);
  const other = one({ Type: 'Fail' });
  expect(() => world.engine.createStateMachine({ name: 'm', definition: other })).toThrow(
    expect.objectContaining({ name: 'StateMachineAlreadyExists' }),
  );
  const { revisionId } = world.engine.updateStateMachine({ stateMachineArn, definition: other });
  expect(world.engine.describeStateMachine(stateMachineArn)).toMatchObject({ definition: other, revisionId });
});
