/** AWS/SQS of the scenario's queue, sampled at the end of each minute. Not modelled: queues that fall silent after 6 h. */
import { minuteMilliseconds } from '../../users/minutes.ts';
import type { Queue } from '../../users/queue.ts';
import { type MetricSource, single } from './series.ts';

export function queueMetrics(queue: Queue): MetricSource {
  return ({ namespace, name, dimensions }) => {
    const isAsked =
      namespace === 'AWS/SQS' &&
      name === 'ApproximateNumberOfMessagesVisible' &&
      dimensions['QueueName'] === queue.name;
    if (!isAsked) return undefined;
    return (start) => {
      const depth = queue.depthAt(start + minuteMilliseconds);
      return depth === undefined ? undefined : single(depth);
    };
  };
}
