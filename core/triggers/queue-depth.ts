/** A queue that rises minute after minute. Weights do not govern queues, so there is no canary's share of it. */
import { timeText } from '../evidence/minutes.ts';
import { diff, fill } from './expression.ts';
import type { Trigger } from './trigger.ts';

export interface QueueDepthRule {
  readonly queueUrl: string;
  /** Whole minutes. */
  readonly risingForSeconds: number;
}

/** A queue that drains even once within the time is quiet: it keeps up. */
export function queueDepth({ queueUrl, risingForSeconds }: QueueDepthRule): Trigger {
  const name = queueName(queueUrl);
  const minutes = risingForSeconds / 60;
  return {
    id: 'queueDepth',
    scope: 'all',
    expression: diff('queueDepth'),
    limit: 0,
    minutes,
    // Any queue rises in some minute; one that has done so for half of the time is on its way.
    breachMinutes: Math.ceil(minutes / 2),
    sample: fill('queueDepth'),
    needs: 'a reading of the queue each minute',
    tell: (seen) => {
      const [first, last] = [seen[0], seen.at(-1)];
      const depth = last?.read(fill('queueDepth')) ?? 0;
      const before = (first?.read(fill('queueDepth')) ?? 0) - (first?.value ?? 0);
      const rose = seen.filter(({ value }) => value > 0).length;
      return (
        `the queue ${name} rose in ${rose} of ${seen.length} minutes from ${timeText(first?.at ?? 0)} on, ` +
        `from ${before} to ${depth} messages, limit ${minutes} minutes in a row`
      );
    },
  };
}

/** `https://sqs.region.amazonaws.com/account/name` → `name`, the value of CloudWatch's dimension `QueueName`. */
export function queueName(queueUrl: string): string {
  return queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
}
