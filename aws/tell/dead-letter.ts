/** What cannot be told goes to the queue of the undelivered, where an alarm sees it, and is said once on the story. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { tellActor } from '../../core/messages/messages.ts';
import type { Piece } from '../../core/messages/piece.ts';
import { type CutoverRef, tell } from '../ledger/story.ts';
import type { World } from '../world.ts';

export async function deadLetter(
  world: World<'sqs' | 'dynamodb'>,
  cutover: CutoverRef,
  channel: string,
  {
    piece,
    why,
    isFirst,
  }: { readonly piece: Piece<unknown>; readonly why: string; readonly isFirst: boolean },
): Promise<void> {
  world.log.error('a message was not told', { cutoverId: cutover.id, channel, piece: piece.id, reason: why });
  const { undeliveredUrl } = world.settings;
  if (undeliveredUrl !== undefined)
    await world.clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: undeliveredUrl,
        MessageBody: JSON.stringify({
          cutoverId: cutover.id,
          channel,
          why,
          id: piece.id,
          content: piece.content,
        }),
      }),
    );
  if (isFirst)
    await tell(world, cutover, tellActor, [
      `${channel} could not be told: ${why}. What it missed is in the queue of the undelivered`,
    ]);
}
