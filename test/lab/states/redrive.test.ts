/** Executions that go on after their end, and states on their own. */
import { expect, test } from 'vitest';
import { lambda, World } from './world.ts';

const machine = {
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { begun: 1 }, Next: 'Shift' },
    Shift: { Type: 'Task', Resource: lambda('shift'), Output: '{% [$begun, $states.result] %}', End: true },
  },
};

test('a failed execution goes on where it failed, with its variables and without what succeeded', async () => {
  let isBroken = true;
  const world = new World({
    shift: { answer: () => (isBroken ? { error: 'Broken', cause: '' } : { output: 'shifted' }) },
  });
  const arn = world.start(machine);
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'FAILED', error: 'Broken' });
  isBroken = false;
  world.engine.redriveExecution({ executionArn: arn });
  expect(world.end(arn).status).toBe('RUNNING');
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'SUCCEEDED', output: [1, 'shifted'] });
  expect(world.events(arn).slice(7)).toEqual([
    'ExecutionFailed',
    'ExecutionRedriven',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(world.engine.describeExecution(arn).redriveCount).toBe(1);
  expect(() => world.engine.redriveExecution({ executionArn: arn })).toThrow(
    expect.objectContaining({ name: 'ExecutionNotRedrivable' }),
  );
});

/** Three items: while it is broken the second fails, and the third still rests by then. */
const each = {
  StartAt: 'Do',
  States: {
    Do: { Type: 'Task', Resource: lambda('do'), Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: '{% $lookup({"a": 0, "b": 5, "c": 50}, $states.input) %}', Next: 'Check' },
    Check: { Type: 'Task', Resource: lambda('check'), End: true },
  },
};
const inner = { StartAt: 'Say', States: { Say: { Type: 'Pass', Output: 'said', End: true } } };

test.each([
  ['a Map', { Type: 'Map', Items: ['a', 'b', 'c'], ItemProcessor: each, End: true }, ['a', 'b', 'c']],
  [
    'a Parallel',
    {
      Type: 'Parallel',
      Branches: [
        inner,
        {
          StartAt: 'Each',
          States: { Each: { Type: 'Map', Items: ['a', 'b', 'c'], ItemProcessor: each, End: true } },
        },
      ],
      End: true,
    },
    ['said', ['a', 'b', 'c']],
  ],
])('of %s a redrive runs only what failed or was aborted', async (_, forking, output) => {
  let isBroken = true;
  const world = new World({
    do: { seconds: 1 },
    check: {
      answer: ({ arguments: item }) =>
        isBroken && item === 'b' ? { error: 'Broken', cause: '' } : { output: item },
    },
  });
  const arn = world.start({ StartAt: 'Fork', States: { Fork: forking } });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'FAILED', error: 'Broken' });
  const first = world.log.length;
  const before = world.events(arn).length;
  isBroken = false;
  world.engine.redriveExecution({ executionArn: arn });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'SUCCEEDED', output });
  const again = world.log.slice(first).map((line) => line.replace(/^\S+ s /, ''));
  expect(again).toEqual(['check begins', 'check ends', 'check begins', 'check ends']);
  expect(world.events(arn).slice(before)).not.toContain('PassStateEntered');
});

const branch = (name: string) => ({
  StartAt: name,
  States: { [name]: { Type: 'Task', Resource: lambda('big'), End: true } },
});

test('a Parallel that failed by itself runs anew as a whole', async () => {
  const world = new World({ big: { answer: () => ({ output: 'x'.repeat(140_000) }) } });
  const arn = world.start({
    StartAt: 'Both',
    States: { Both: { Type: 'Parallel', Branches: [branch('One'), branch('Two')], End: true } },
  });
  await world.until();
  expect(world.end(arn).error).toBe('States.DataLimitExceeded');
  world.engine.redriveExecution({ executionArn: arn });
  await world.until();
  expect(world.log.filter((line) => line.endsWith('begins'))).toHaveLength(4);
});

const state = {
  QueryLanguage: 'JSONata',
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  Output: '{% $states.result.Payload + $extra %}',
  Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 2 }],
  Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'Back' }],
  Next: 'On',
};

test('a state is tested on its own: with a mocked result, an error that is retried, one that is caught', async () => {
  const { engine } = new World();
  const about = { definition: state, input: '{}', variables: '{"extra": 2}' };
  expect(await engine.testState({ ...about, mock: { result: '{"Payload": 40}' } })).toMatchObject({
    status: 'SUCCEEDED',
    output: '42',
    nextState: 'On',
    inspectionData: { result: '{"Payload":40}' },
  });
  const busy = { ...about, mock: { errorOutput: { error: 'Busy', cause: 'later' } } };
  expect(await engine.testState({ ...busy, retrierRetryCount: 1 })).toMatchObject({
    status: 'RETRIABLE',
    error: 'Busy',
    inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 4 } },
  });
  expect(await engine.testState({ ...busy, retrierRetryCount: 2 })).toMatchObject({
    status: 'CAUGHT_ERROR',
    output: '"Busy"',
    nextState: 'Back',
    inspectionData: { errorDetails: { catchIndex: 0 } },
  });
});

test('a state of a whole machine is found wherever it is; one that is not there is told', async () => {
  const { engine } = new World();
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'In', States: { In: { Type: 'Pass', Output: '{% 1 + 1 %}', End: true } } }],
        End: true,
      },
    },
  };
  expect(await engine.testState({ definition, stateName: 'In' })).toMatchObject({ output: '2' });
  await expect(engine.testState({ definition, stateName: 'Out' })).rejects.toThrow(/State not found/);
  await expect(engine.testState({ definition: { Type: 'Pass', Foo: 1, End: true } })).rejects.toThrow(
    /Field 'Foo' is not supported/,
  );
});
