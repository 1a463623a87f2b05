/**
 * Publishes to an SNS topic. A FIFO topic keeps the order and drops a second copy for five minutes by its id; another one
 * promises neither, so what may have got there carries the same id again, as an attribute.
 * https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
 */
import { createHash } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import { type PlainContent, topicPieces } from '../../core/messages/plain.ts';
import type { Piece } from '../../core/messages/piece.ts';
import { named } from '../failures.ts';
import type { World } from '../world.ts';
import type { Outlet } from './outlet.ts';
import type { Sent } from './sent.ts';

export function topicOutlet(world: World<'sns'>, topicArn: string): Outlet<PlainContent> {
  return { name: 'topic', pieces: topicPieces, send: (piece) => publish(world, topicArn, piece) };
}

async function publish(
  world: World<'sns'>,
  TopicArn: string,
  { id, content }: Piece<PlainContent>,
): Promise<Sent> {
  const { cutoverId, service, kind, at, text } = content;
  const key = createHash('sha256').update(`${cutoverId} ${id}`).digest('hex');
  try {
    const { MessageId = '' } = await world.clients.sns.send(
      new PublishCommand({
        TopicArn,
        Subject: `${service ?? 'cutover'}: ${text}`.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100),
        Message: `${text}\n\n${cutoverId}, ${at}`,
        MessageAttributes: { kind: attribute(kind), cutover: attribute(cutoverId), id: attribute(key) },
        ...(TopicArn.endsWith('.fifo') && { MessageGroupId: cutoverId, MessageDeduplicationId: key }),
      }),
    );
    return { does: 'sent', receipt: MessageId };
  } catch (error) {
    const { name, message: why } = named(error);
    return name === 'CloudBusy' ? { does: 'later', why, isDoubtful: true } : { does: 'refused', why };
  }
}

function attribute(value: string) {
  return { DataType: 'String', StringValue: value };
}
