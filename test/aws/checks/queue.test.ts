/** What the check queue makes of what SQS says, and of what it leaves out. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { readQueue } from '../../../aws/checks/queue.ts';
import type { World } from '../../../aws/world.ts';

type Attributes = Readonly<Record<string, string>>;

const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead' });
const jobs: Attributes = {
  ApproximateNumberOfMessages: '3',
  ApproximateNumberOfMessagesNotVisible: '1',
  RedrivePolicy,
};
const dead: Attributes = { ApproximateNumberOfMessages: '0' };

async function check(own: Attributes | undefined, deadOnes: Attributes | undefined) {
  const sqs = new SQSClient({ region: 'eu-west-1' });
  sqs.middlewareStack.add(
    () => (request) => {
      const { QueueUrl } = request.input as { QueueUrl: string };
      const Attributes = QueueUrl === url ? own : deadOnes;
      return Promise.resolve({ output: { Attributes }, response: {} }) as never;
    },
    { step: 'initialize' },
  );
  const plan = {
    checks: { queue: { url, depthAtMost: 10, deadLettersAtMost: 0 } },
    release: { taskDefinition: {} },
  };
  const { verdict } = await readQueue({ clients: { sqs } } as unknown as World<'sqs'>, { plan } as never);
  return verdict;
}

test('its numbers, and those of its dead letters', async () => {
  expect(await check(jobs, dead)).toEqual({
    outcome: 'pass',
    reason: 'jobs: about 3 waiting, 1 in flight, 0 dead letters',
  });
});

describe('a number that SQS does not say is not 0', () => {
  test.each<[string, Attributes | undefined, Attributes | undefined, RegExp]>([
    ['nothing at all', undefined, dead, /are waiting; .*are in flight/],
    [
      'no depth',
      { ApproximateNumberOfMessagesNotVisible: '1' },
      dead,
      /how many messages of jobs are waiting$/,
    ],
    ['an empty depth', { ...jobs, ApproximateNumberOfMessages: '' }, dead, /are waiting$/],
    ['a depth that is none', { ...jobs, ApproximateNumberOfMessages: 'many' }, dead, /are waiting$/],
    ['nothing of the dead letters', jobs, undefined, /are dead letters$/],
    ['none of the dead letters', jobs, {}, /are dead letters$/],
  ])('%s', async (_title, own, deadOnes, says) => {
    expect(await check(own, deadOnes)).toEqual({
      outcome: 'inconclusive',
      reason: expect.stringMatching(says),
    });
  });
});
