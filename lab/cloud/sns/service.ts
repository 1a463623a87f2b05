/**
 * Publishing to a topic: what was published is kept, with its attributes.
 * Not modelled: subscriptions, their filters and deliveries, other targets than a topic, FIFO.
 */
import {
  InvalidParameterException,
  type PublishCommandInput,
  type PublishCommandOutput,
} from '@aws-sdk/client-sns';
import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';

export interface Published {
  readonly at: number;
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface TopicService extends SimulatedService {
  /** Everything that was published, the oldest first. */
  readonly published: readonly Published[];
}

export function snsService(clock: VirtualClock): TopicService {
  const published: Published[] = [];
  const Publish = (input: PublishCommandInput): Partial<PublishCommandOutput> => {
    const {
      TopicArn: topicArn = '',
      Subject: subject = '',
      Message: text = '',
      MessageAttributes = {},
    } = input;
    if (topicArn === '' || text === '') throw refused('Empty message or no topic');
    // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    if (!/^[\x20-\x7e]{0,100}$/.test(subject)) throw refused('Subject');
    const attributes = Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
    );
    published.push({ at: clock.now(), topicArn, subject, text, attributes });
    return { MessageId: `message-${published.length}` };
  };
  return { actions: { Publish }, published };
}

function refused(what: string): InvalidParameterException {
  return new InvalidParameterException({ message: `Invalid parameter: ${what}`, $metadata: {} });
}
