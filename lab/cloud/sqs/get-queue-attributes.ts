import {
  type GetQueueAttributesRequest,
  type GetQueueAttributesResult,
  QueueDoesNotExist,
} from '@aws-sdk/client-sqs';
import type { VirtualClock } from '../../clock.ts';
import type { Queue } from '../../users/queue.ts';
import { arn } from '../service.ts';

/** The scenario's queue and its empty dead-letter queue. Not modelled: in flight, delays, other attributes. */
export function getQueueAttributes(queue: Queue, clock: VirtualClock) {
  return ({ QueueUrl = '', AttributeNames = [] }: GetQueueAttributesRequest): GetQueueAttributesResult => {
    const name = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
    const deadLetters = `${queue.name}-dead`;
    if (name !== queue.name && name !== deadLetters)
      throw new QueueDoesNotExist({ message: 'The specified queue does not exist.', $metadata: {} });
    const depth = name === queue.name ? Math.round(queue.depthAt(clock.now()) ?? 0) : 0;
    const all: Record<string, string> = {
      ApproximateNumberOfMessages: String(depth),
      ApproximateNumberOfMessagesNotVisible: '0',
      ...(name === queue.name && {
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', deadLetters), maxReceiveCount: 5 }),
      }),
    };
    return {
      Attributes: Object.fromEntries(
        Object.entries(all).filter(([key]) => AttributeNames.includes(key as never)),
      ),
    };
  };
}
