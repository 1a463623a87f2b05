/** Activities, nested executions and Express, by the sequences of the documentation. */
import { expect, test } from 'vitest';
import { lambda, World } from './world.ts';

const activityArn = 'arn:aws:states:eu-west-1:123456789012:activity:weigh';
const task = (more: object = {}) => ({
  StartAt: 'Weigh',
  States: { Weigh: { Type: 'Task', Resource: activityArn, ...more, End: true } },
});

test('a worker that waits gets the task when it is scheduled, and its answer is the result', async () => {
  const world = new World();
  world.engine.createActivity({ name: 'weigh' });
  const waiting = world.engine.getActivityTask({ activityArn, workerName: 'ann' });
  const arn = world.start(task(), { stone: 1 });
  await world.until();
  const { taskToken = '', input } = await waiting;
  expect(input).toBe('{"stone":1}');
  expect(world.end(arn).status).toBe('RUNNING');
  world.engine.sendTaskSuccess({ taskToken, output: '7' });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'SUCCEEDED', output: 7 });
  const events = world.engine.getExecutionHistory(arn);
  expect(events.map(({ type }) => type).slice(2, 5)).toEqual([
    'ActivityScheduled',
    'ActivityStarted',
    'ActivitySucceeded',
  ]);
  expect(events[3]?.['activityStartedEventDetails']).toEqual({ workerName: 'ann' });
});

test('limits count from when a worker takes the task; a heartbeat too late is a timeout', async () => {
  const world = new World();
  world.engine.createActivity({ name: 'weigh' });
  const arn = world.start(task({ TimeoutSeconds: 60, HeartbeatSeconds: 10 }));
  world.clock.after(3_600_000, () => {
    void world.engine.getActivityTask({ activityArn });
  });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout', seconds: 3610 });
  expect(world.events(arn)).toContain('ActivityTimedOut');
});

test('a worker that gives up gets nothing, and takes nothing away from the next', async () => {
  const world = new World();
  world.engine.createActivity({ name: 'weigh' });
  const patience = new AbortController();
  const first = world.engine.getActivityTask({ activityArn }, patience.signal);
  patience.abort();
  expect(await first).toEqual({});
  world.start(task());
  await world.until();
  expect(await world.engine.getActivityTask({ activityArn })).toMatchObject({ input: '{}' });
  expect(() => void world.engine.getActivityTask({ activityArn: `${activityArn}x` })).toThrow(
    expect.objectContaining({ name: 'ActivityDoesNotExist' }),
  );
});

const child = { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 100, End: true } } };
const parent = (pattern: string, more: object = {}) => ({
  StartAt: 'Run',
  States: {
    Run: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Arguments: {
        StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:child',
        Name: 'nested',
        Input: { n: 1 },
      },
      ...more,
      End: true,
    },
  },
});

function withChild(): { world: World; childArn: string } {
  const world = new World();
  world.engine.createStateMachine({ name: 'child', definition: child });
  return { world, childArn: 'arn:aws:states:eu-west-1:123456789012:execution:child:nested' };
}

test('an execution started by a task runs on its own, or is waited for', async () => {
  const free = withChild();
  const alone = await free.world.run(parent(''));
  expect(alone.seconds).toBeLessThan(1);
  expect(free.world.end(free.childArn).status).toBe('SUCCEEDED');
  const joined = await withChild().world.run(parent('.sync'));
  expect(joined.output).toMatchObject({ Status: 'SUCCEEDED', Output: '{"n":1}', Input: '{"n":1}' });
  expect(joined.seconds).toBeGreaterThan(100);
  const parsed = await withChild().world.run(parent('.sync:2'));
  expect(parsed.output).toMatchObject({ Status: 'SUCCEEDED', Output: { n: 1 }, Input: { n: 1 } });
});

test('a job that is given up is stopped: by a timeout, and with its parent', async () => {
  const { world, childArn } = withChild();
  const result = await world.run(parent('.sync', { TimeoutSeconds: 5 }));
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(world.end(childArn).status).toBe('ABORTED');
  const again = withChild();
  const arn = again.world.start(parent('.sync'));
  await again.world.until(10);
  again.world.engine.stopExecution({ executionArn: arn });
  expect(again.world.end(again.childArn).status).toBe('ABORTED');
});

test('a nested start that is refused fails the task with the name of the exception', async () => {
  const result = await new World().run(parent('.sync'));
  expect(result).toMatchObject({ error: 'StepFunctions.StateMachineDoesNotExistException' });
});

test('an Express execution answers with its end, and nobody can look it up afterwards', async () => {
  const world = new World({ look: { seconds: 2 } });
  const definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource: lambda('look'), End: true } } };
  const { stateMachineArn } = world.engine.createStateMachine({ name: 'quick', definition, type: 'EXPRESS' });
  const sync = world.engine.startSyncExecution({ stateMachineArn, input: '{"a":1}' });
  await world.until();
  const described = await sync;
  expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  expect(described.executionArn).toContain(':express:quick:');
  expect(() => world.engine.describeExecution(described.executionArn)).toThrow(/Does Not Exist/);
  const { stateMachineArn: standard } = world.engine.createStateMachine({ name: 'slow', definition });
  expect(() => void world.engine.startSyncExecution({ stateMachineArn: standard, input: '{}' })).toThrow(
    expect.objectContaining({ name: 'StateMachineTypeNotSupported' }),
  );
});

test('an Express execution ends after five minutes', async () => {
  const world = new World();
  const definition = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3600, End: true } } };
  const { stateMachineArn } = world.engine.createStateMachine({ name: 'long', definition, type: 'EXPRESS' });
  const sync = world.engine.startSyncExecution({ stateMachineArn, input: '{}' });
  await world.until();
  const { status, startDate, stopDate = 0 } = await sync;
  expect([status, (stopDate - startDate) / 1000]).toEqual(['TIMED_OUT', 300]);
});
