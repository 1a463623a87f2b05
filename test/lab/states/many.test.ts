/** A thousand executions side by side. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { lambda, World } from './world.ts';

const machine = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Try',
          States: {
            Try: {
              Type: 'Task',
              Resource: lambda('flaky'),
              Retry: [
                { ErrorEquals: ['Busy'], IntervalSeconds: 30, MaxAttempts: 20, JitterStrategy: 'FULL' },
              ],
              End: true,
            },
          },
        },
        {
          StartAt: 'Rest',
          States: { Rest: { Type: 'Wait', Seconds: '{% $round($random() * 100) %}', End: true } },
        },
      ],
      Output: '{% $states.result[0] %}',
      End: true,
    },
  },
};

/** Every history of all of them, in one sum. */
async function play(seed: number) {
  const world: World = new World(
    {
      flaky: {
        seconds: 2,
        answer: () => (world.random() < 0.5 ? { error: 'Busy', cause: '' } : { output: world.uuid() }),
      },
    },
    { seed },
  );
  const arns = [world.start(machine)];
  const { stateMachineArn } = world.engine.describeExecution(arns[0] ?? '');
  for (let index = 1; index < 1000; index += 1) {
    arns.push(
      world.engine.startExecution({ stateMachineArn, name: `n${index}`, input: `${index}` }).executionArn,
    );
  }
  await world.until();
  const sum = createHash('sha256');
  for (const arn of arns) sum.update(JSON.stringify(world.engine.getExecutionHistory(arn)));
  return { sum: sum.digest('hex'), statuses: new Set(arns.map((arn) => world.end(arn).status)) };
}

test('a thousand at once end alike from the same seed, byte for byte, and otherwise from another', {
  timeout: 60_000,
}, async () => {
  const first = await play(3);
  expect([...first.statuses]).toEqual(['SUCCEEDED']);
  expect((await play(3)).sum).toBe(first.sum);
  expect((await play(4)).sum).not.toBe(first.sum);
});
