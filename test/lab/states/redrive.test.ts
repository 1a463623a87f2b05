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
