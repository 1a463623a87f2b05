import { expect, test } from 'vitest';
import { lambda, World } from './world.ts';

const ask = (more: object = {}) => ({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: 3600,
      End: true,
      ...more,
    },
  },
});

const only = (world: World) => world.tokens[0] ?? '';

test('a person answers hours later, and the second click is told that the task is over', async () => {
  const world = new World();
  const arn = world.start(ask({ TimeoutSeconds: 30_000 }));
  world.clock.after(3 * 3_600_000, () => {
    world.engine.sendTaskSuccess({ taskToken: only(world), output: '{"approved":true}' });
  });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'SUCCEEDED', output: { approved: true }, seconds: 10_800 });
  expect(world.events(arn)).toContain('TaskSubmitted');
  expect(() => world.engine.sendTaskSuccess({ taskToken: only(world), output: '{}' })).toThrow(
    /Task Timed Out/,
  );
});

test('a token nobody has made is not known; an answer must be JSON', async () => {
  const world = new World();
  world.start(ask());
  await world.until(1);
  expect(() => world.engine.sendTaskHeartbeat({ taskToken: 'made up' })).toThrow(
    expect.objectContaining({ name: 'InvalidToken' }),
  );
  expect(() => world.engine.sendTaskHeartbeat({ taskToken: `${only(world)}x` })).toThrow(
    expect.objectContaining({ name: 'TaskDoesNotExist' }),
  );
  expect(() => world.engine.sendTaskSuccess({ taskToken: only(world), output: '{' })).toThrow(
    expect.objectContaining({ name: 'InvalidOutput' }),
  );
});

test('a failure sent for the token is the error of the state', async () => {
  const world = new World();
  const arn = world.start(ask());
  await world.until(1);
  world.engine.sendTaskFailure({ taskToken: only(world), error: 'AlarmRang', cause: '5xx' });
  await world.until();
  expect(world.end(arn)).toMatchObject({ status: 'FAILED', error: 'AlarmRang', cause: '5xx' });
});

test('heartbeats keep a task alive until they stop; the timeout is a hard cap all the same', async () => {
  const world = new World();
  const arn = world.start(ask({ HeartbeatSeconds: 60 }));
  for (const at of [50, 100]) {
    world.clock.after(at * 1000, () => {
      world.engine.sendTaskHeartbeat({ taskToken: only(world) });
    });
  }
  await world.until();
  expect(world.end(arn)).toMatchObject({ error: 'States.HeartbeatTimeout', seconds: 160 });
  const capped = new World();
  const other = capped.start(ask({ HeartbeatSeconds: 60, TimeoutSeconds: 100 }));
  capped.clock.after(50_000, () => {
    capped.engine.sendTaskHeartbeat({ taskToken: only(capped) });
  });
  await capped.until();
  expect(capped.end(other)).toMatchObject({ error: 'States.Timeout', seconds: 100 });
});

test('every attempt has a token of its own', async () => {
  const world = new World();
  const arn = world.start(
    ask({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] }),
  );
  await world.until(15);
  const [first = '', second = ''] = world.tokens;
  expect(second).not.toBe(first);
  expect(() => world.engine.sendTaskSuccess({ taskToken: first, output: '1' })).toThrow(/Task Timed Out/);
  world.engine.sendTaskSuccess({ taskToken: second, output: '2' });
  await world.until();
  expect(world.end(arn).output).toBe(2);
});

test('a plain function can wait for a token too', async () => {
  const world = new World();
  const arn = world.start({
    StartAt: 'Listen',
    States: { Listen: { Type: 'Task', Resource: `${lambda('listen')}.waitForTaskToken`, End: true } },
  });
  await world.until(1);
  world.engine.sendTaskSuccess({ taskToken: only(world), output: '"rang"' });
  await world.until();
  expect(world.end(arn).output).toBe('rang');
});

test('the token of a stopped branch answers that its task is over', async () => {
  const world = new World({ bad: { seconds: 5, answer: () => ({ error: 'Red', cause: '' }) } });
  const arn = world.start({
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          ask(),
          { StartAt: 'Bad', States: { Bad: { Type: 'Task', Resource: lambda('bad'), End: true } } },
        ],
        End: true,
      },
    },
  });
  await world.until();
  expect(world.end(arn)).toMatchObject({ error: 'Red', seconds: 5 });
  expect(() => world.engine.sendTaskSuccess({ taskToken: only(world), output: '1' })).toThrow(
    /Task Timed Out/,
  );
});
