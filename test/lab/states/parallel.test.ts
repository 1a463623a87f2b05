import { expect, test } from 'vitest';
import { failing, lambda, World } from './world.ts';

const task = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: lambda(name),
  End: true,
  ...more,
});
/** A state's name is its own in the whole machine. */
let branches = 0;
const branch = (state: object) => {
  branches += 1;
  const name = `Only ${branches}`;
  return { StartAt: name, States: { [name]: state } };
};

test('the first failing branch stops the others, and the work they have started goes on outside', async () => {
  const world = new World({ guard: { ...failing('AlarmRang'), seconds: 5 }, shift: { seconds: 30 } });
  const arn = world.start({
    StartAt: 'Release',
    States: {
      Release: {
        Type: 'Parallel',
        Branches: [
          branch(task('shift')),
          branch({ Type: 'Wait', Seconds: 600, End: true }),
          branch(task('guard')),
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Back' }],
        End: true,
      },
      Back: { Type: 'Succeed' },
    },
  });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'SUCCEEDED', seconds: 5 });
  expect(world.log).toEqual(['0 s shift begins', '0 s guard begins', '5 s guard ends', '30 s shift ends']);
  expect(world.seconds, 'the cancelled Wait is no longer on the clock').toBe(30);
  expect(world.events(arn).slice(-9)).toEqual([
    'LambdaFunctionFailed',
    'TaskStateAborted',
    'WaitStateAborted',
    'TaskStateAborted',
    'ParallelStateFailed',
    'ParallelStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a Catch of a Parallel assigns to the outer scope, and outputs keep the order of the branches', async () => {
  const world = new World({ slow: { seconds: 9 }, quick: {}, bad: failing('Broken', 'why') });
  const result = await world.run({
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Arguments: { n: 1 },
        Branches: [
          branch(task('slow', { Output: 'slow' })),
          branch(task('quick', { Output: '{% $states.input.n %}' })),
        ],
        Assign: { both: '{% $states.result %}' },
        Next: 'Then',
      },
      Then: {
        Type: 'Parallel',
        Branches: [branch(task('bad'))],
        Catch: [
          {
            ErrorEquals: ['Broken'],
            Assign: { reason: '{% $states.errorOutput.Error & ": " & $states.errorOutput.Cause %}' },
            Output: {},
            Next: 'Tell',
          },
        ],
        End: true,
      },
      Tell: { Type: 'Pass', Output: { both: '{% $both %}', reason: '{% $reason %}' }, End: true },
    },
  });
  expect(result.output).toEqual({ both: ['slow', 1], reason: 'Broken: why' });
});

test('an inner scope reads outer variables; what it assigns ends with the branch', async () => {
  const world = new World();
  const inner = {
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { mine: '{% $outer & "!" %}' }, Next: 'Say' },
      Say: { Type: 'Pass', Output: '{% $mine %}', End: true },
    },
  };
  const definition = (after: string) => ({
    StartAt: 'Before',
    States: {
      Before: { Type: 'Pass', Assign: { outer: 'seen' }, Next: 'Inside' },
      Inside: { Type: 'Parallel', Branches: [inner], Next: 'After' },
      After: { Type: 'Pass', Output: after, End: true },
    },
  });
  expect((await world.run(definition('{% $states.input %}'))).output).toEqual(['seen!']);
  const gone = await new World().run(definition('{% $mine %}'));
  expect(gone).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('all of an Assign sees the variables as they were before it', async () => {
  const result = await new World().run({
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'Say' },
      Say: { Type: 'Pass', Output: ['{% $a %}', '{% $b %}'], End: true },
    },
  });
  expect(result.output).toEqual([2, 1]);
});

const map = (works: ConstructorParameters<typeof World>[0]) => {
  const world = new World(works);
  const arn = world.start(
    {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: '{% $states.input %}',
          MaxConcurrency: 2,
          ItemSelector: {
            at: '{% $states.context.Map.Item.Index %}',
            item: '{% $states.context.Map.Item.Value %}',
          },
          ItemProcessor: branch(task('check', { Arguments: '{% $states.input %}' })),
          End: true,
        },
      },
    },
    ['a', 'b', 'c'],
  );
  return { world, arn };
};

test('a Map runs as many items at once as it may, and a failing one stops the rest', async () => {
  const good = map({ check: { seconds: 10 } });
  await good.world.until();
  expect(good.world.end(good.arn)).toMatchObject({
    seconds: 20,
    output: [
      { at: 0, item: 'a' },
      { at: 1, item: 'b' },
      { at: 2, item: 'c' },
    ],
  });
  const bad = map({
    check: {
      seconds: 10,
      answer: (call) =>
        (call.arguments as { item: string }).item === 'a' ? { error: 'Red', cause: 'a' } : { output: 1 },
    },
  });
  await bad.world.until();
  expect(bad.world.end(bad.arn)).toMatchObject({ status: 'FAILED', error: 'Red', seconds: 10 });
  expect(bad.world.events(bad.arn)).toContain('MapIterationAborted');
});
