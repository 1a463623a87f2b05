/** What an engine that only counts remembers of what is over. `npm run bench` measures the memory itself. */
import { expect, test } from 'vitest';
import { World } from './world.ts';

const ask = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Arguments: {},
      TimeoutSeconds: 60,
      End: true,
    },
  },
};

async function startMany(count: number, history: 'count' | 'full') {
  const world = new World({}, { history });
  const first = world.start(ask);
  const { stateMachineArn } = world.engine.describeExecution(first);
  for (let index = 1; index < count; index += 1) {
    world.engine.startExecution({ stateMachineArn, name: `n${index}`, input: '{}' });
  }
  await world.until(1);
  return { world, first };
}

test('an engine that only counts keeps the newest thousand ends, and all that runs', async () => {
  const { world, first } = await startMany(1500, 'count');
  expect(world.engine.listExecutions()).toHaveLength(1500);
  expect(world.engine.countOpenTokens()).toBe(1500);
  await world.until();
  expect(world.engine.listExecutions().map(({ name }) => name)).toEqual(
    Array.from({ length: 1000 }, (_, index) => `n${index + 500}`),
  );
  expect(world.engine.countOpenTokens()).toBe(0);
  expect(() => world.end(first)).toThrow(expect.objectContaining({ name: 'ExecutionDoesNotExist' }));
});

test('a token that is over is told as that, though nobody keeps it', async () => {
  const { world } = await startMany(1500, 'count');
  const [token = ''] = world.tokens;
  await world.until();
  const answer = (taskToken: string) => () => world.engine.sendTaskSuccess({ taskToken, output: '{}' });
  expect(answer(token)).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }));
  const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  expect(answer(forged)).toThrow(expect.objectContaining({ name: 'TaskDoesNotExist' }));
});

test('an engine with histories keeps all', async () => {
  const { world, first } = await startMany(1200, 'full');
  await world.until();
  expect(world.engine.listExecutions()).toHaveLength(1200);
  expect(world.end(first)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});
