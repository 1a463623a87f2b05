/** Whose lines count, where a stream names its task. */
import { expect, test } from 'vitest';
import type { CutoverRecord } from '../../aws/ledger/record.ts';
import { judgeSurroundings } from '../../aws/verification.ts';

const minute = 60_000;
const startedAt = Date.parse('2026-12-01T20:00:00Z');
const since = startedAt + 2 * 60 * minute;
const until = since + 10 * minute;
const error = (stream: string, message: string) => ({ logStreamName: stream, message });

/** AWS, as far as verification asks it: an error in each of these streams, and stable's tasks. */
function account(streams: readonly string[], stableTasks: readonly string[]) {
  const answers: Readonly<Record<string, (input: Record<string, unknown>) => object>> = {
    FilterLogEventsCommand: ({ startTime }) => ({
      events:
        Number(startTime) < startedAt
          ? []
          : streams.flatMap((one) => Array.from({ length: 20 }, () => error(one, 'ERROR new'))),
    }),
    DescribeTaskDefinitionCommand: () => ({ taskDefinition: {} }),
    ListTasksCommand: ({ desiredStatus, nextToken }) => {
      if (desiredStatus !== 'STOPPED') return { taskArns: [] };
      if (nextToken === undefined) return { taskArns: [], nextToken: 'more' };
      return { taskArns: stableTasks.map((id) => `arn:aws:ecs:eu-west-1:1:task/c/${id}`) };
    },
  };
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: never }) =>
      answers[command.constructor.name]?.(command.input) ?? {},
  };
  return { clients: { logs: client, ecs: client, cloudwatch: client, dynamodb: client }, settings: {} };
}

async function verdictOf(streams: readonly string[], stableTasks: readonly string[]) {
  const record = {
    startedAt: new Date(startedAt).toISOString(),
    plan: {
      checks: { logs: { groups: ['/app'] } },
      release: { taskDefinition: {} },
      target: { cluster: 'c' },
      triggers: {},
    },
    snapshot: {
      stable: { name: 's', taskDefinition: 'd', targetGroupArn: '' },
      canary: { targetGroupArn: '' },
    },
  } as unknown as CutoverRecord & { readonly snapshot: NonNullable<CutoverRecord['snapshot']> };
  const world = account(streams, stableTasks) as unknown as Parameters<typeof judgeSurroundings>[0];
  const cutover = { cutoverId: 'x' } as unknown as Parameters<typeof judgeSurroundings>[1];
  const [verdict] = await judgeSurroundings(world, cutover, record, { now: until + minute, since, until });
  return verdict;
}

test.each([
  ["a task of the new version's", 'app/web/new1', 'fail'],
  ['a task that nobody knows', 'app/web/gone', 'fail'],
  ['a stream without a task', 'agent', 'fail'],
  ["a stopped task of stable's", 'app/web/old1', 'pass'],
])('a new error in the stream of %s', async (_, stream, outcome) => {
  expect((await verdictOf([stream], ['old1']))?.outcome).toBe(outcome);
});
