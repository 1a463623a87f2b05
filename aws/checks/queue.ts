import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import { judgeQueue } from '../../core/checks/queue.ts';
import { variablesOf } from '../../core/release/references.ts';
import type { World } from '../world.ts';
import type { Reader } from './reader.ts';

/** Reading an idle queue also wakes its metrics, which stop after six hours without a call. */
export const readQueue: Reader<'sqs'> = async (world, { plan }) => {
  const { url = '', depthAtMost = 0, deadLettersAtMost = 0 } = plan.checks.queue ?? {};
  const own = await read(world, url, [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'RedrivePolicy',
  ]);
  const name = url.slice(url.lastIndexOf('/') + 1);
  const deadLetterUrl = urlOf(url, own['RedrivePolicy']);
  const dead =
    deadLetterUrl === undefined
      ? undefined
      : await read(world, deadLetterUrl, ['ApproximateNumberOfMessages']);
  const consumedBy = [...variablesOf(plan.release.taskDefinition)].filter(
    ([, value]) => value === url || value === name,
  );
  const facts = {
    name,
    visible: numberOf(own['ApproximateNumberOfMessages']),
    inFlight: numberOf(own['ApproximateNumberOfMessagesNotVisible']),
    deadLetters: dead === undefined ? ('noQueue' as const) : numberOf(dead['ApproximateNumberOfMessages']),
    consumedBy: consumedBy.map(([variable]) => variable),
  };
  return { verdict: judgeQueue(facts, { depthAtMost, deadLettersAtMost }), facts };
};

async function read(world: World<'sqs'>, QueueUrl: string, AttributeNames: QueueAttributeName[]) {
  const { Attributes = {} } = await world.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
  );
  return Attributes as Record<string, string | undefined>;
}

/** SQS writes numbers as text. What is none is not 0, which would be health. */
function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The policy names the dead-letter queue's ARN; it lives in the account and Region of its queue, as SQS requires. */
function urlOf(queueUrl: string, policy: string | undefined): string | undefined {
  const { deadLetterTargetArn } = JSON.parse(policy ?? '{}') as { deadLetterTargetArn?: string };
  if (deadLetterTargetArn === undefined) return undefined;
  const [, , , , account = '', name = ''] = deadLetterTargetArn.split(':');
  return `${new URL(queueUrl).origin}/${account}/${name}`;
}
