import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import type { VirtualClock } from '../../clock.ts';

export interface Letter {
  readonly at: number;
  readonly body: string;
}

/** Kept, the oldest first. Not modelled: queues by name, FIFO, delays, attributes, receiving. */
export function sendMessage(clock: VirtualClock, letters: Letter[]) {
  return ({ MessageBody = '' }: Partial<SendMessageRequest>): SendMessageResult => {
    letters.push({ at: clock.now(), body: MessageBody });
    return { MessageId: `letter-${letters.length}` };
  };
}
