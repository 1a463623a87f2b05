import { expect, test } from 'vitest';
import { failing, lambda, World } from './world.ts';

const once = (retry: object[], more: object = {}) => ({
  StartAt: 'Try',
  States: { Try: { Type: 'Task', Resource: lambda('flaky'), Retry: retry, End: true, ...more } },
});

const begins = (world: World) => world.log.filter((line) => line.endsWith('begins'));

test('retries wait longer and longer in virtual time, up to the longest delay', async () => {
  const world = new World({ flaky: failing('Busy') });
  const result = await world.run(
    once([
      { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 },
    ]),
  );
  expect(result).toMatchObject({ status: 'FAILED', error: 'Busy', seconds: 28 });
  expect(begins(world)).toEqual([0, 2, 8, 18, 28].map((at) => `${at} s flaky begins`));
});

test('three attempts, one second, doubling: what AWS does where Retry says nothing', async () => {
  const world = new World({ flaky: failing('Busy') });
  await world.run(once([{ ErrorEquals: ['States.ALL'] }]));
  expect(begins(world)).toEqual([0, 1, 3, 7].map((at) => `${at} s flaky begins`));
});

const play = async (seed: number) => {
  const world = new World({ flaky: failing('Busy') }, { seed });
  const arn = world.start(
    once([{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, JitterStrategy: 'FULL' }]),
  );
  await world.until();
  return JSON.stringify(world.engine.getExecutionHistory(arn));
};

test('full jitter comes from the seed: the same seed gives the same history byte for byte', async () => {
  expect(await play(7)).toBe(await play(7));
  expect(await play(7)).not.toBe(await play(8));
});

test('each retrier counts for itself, and zero attempts mean none', async () => {
  let calls = 0;
  const errors = ['A', 'B', 'A', 'C'];
  const world = new World({
    flaky: { answer: () => ({ error: errors[calls++] ?? 'D', cause: '' }) },
  });
  const result = await world.run(
    once([
      { ErrorEquals: ['C'], MaxAttempts: 0 },
      { ErrorEquals: ['A'], MaxAttempts: 2 },
      { ErrorEquals: ['B'], MaxAttempts: 1 },
    ]),
  );
  expect(result.error).toBe('C');
  expect(calls).toBe(4);
});

const CATCHES: [title: string, caught: string, error: string, isCaught: boolean][] = [
  ['States.ALL catches what a function raises', 'States.ALL', 'Boom', true],
  ['States.TaskFailed catches what a function raises', 'States.TaskFailed', 'Boom', true],
  ['States.TaskFailed lets a timeout through', 'States.TaskFailed', 'States.Timeout', false],
  ['States.Timeout catches a missed heartbeat', 'States.Timeout', 'States.HeartbeatTimeout', true],
  ['another name catches nothing', 'Other', 'Boom', false],
];

test.each(CATCHES)('%s', async (_, caught, error, isCaught) => {
  const world = new World({ flaky: failing(error) });
  const result = await world.run({
    StartAt: 'Try',
    States: {
      Try: {
        Type: 'Task',
        Resource: lambda('flaky'),
        Catch: [{ ErrorEquals: [caught], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed' },
    },
  });
  expect(result.status).toBe(isCaught ? 'SUCCEEDED' : 'FAILED');
});

const catchAll = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] };

/** In JSONPath, where a path of the state itself can lead nowhere. */
function withCatch(more: object): object {
  const { StartAt, States } = once([], { ...catchAll, ...more });
  return { QueryLanguage: 'JSONPath', StartAt, States: { ...States, Caught: { Type: 'Succeed' } } };
}

test('States.Runtime is never caught; a result that is too large is, as AWS recorded it', async () => {
  const lost = await new World().run(withCatch({ OutputPath: '$.no.such' }));
  expect(lost).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  const large = new World({ flaky: { answer: () => ({ output: 'é'.repeat(140_000) }) } });
  expect(await large.run(withCatch({}))).toMatchObject({
    status: 'SUCCEEDED',
    output: { Error: 'States.DataLimitExceeded' },
  });
});
