import type { VirtualClock } from '../../clock.ts';
import type { Queue } from '../../users/queue.ts';
import type { SimulatedService } from '../service.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';

export function sqs(queue: Queue, clock: VirtualClock) {
  return { actions: { GetQueueAttributes: getQueueAttributes(queue, clock) } } satisfies SimulatedService;
}
