/**
 * Tells a cutover in a channel of Slack. Slack knows no key by which it drops a second copy, so each message carries its
 * id as metadata, and one that may have got there is looked for. https://docs.slack.dev/messaging/message-metadata
 */
import type { Channels, SlackChannel } from '../../core/messages/channels.ts';
import { rootId, type SlackContent, slackPieces } from '../../core/messages/slack.ts';
import type { Piece } from '../../core/messages/piece.ts';
import { readSecretValue } from '../checks/secret-value.ts';
import type { World } from '../world.ts';
import type { Box, Outlet, Seen } from './outlet.ts';
import type { Sent } from './sent.ts';
import { slackGet, slackPost } from './slack-api.ts';

const eventType = 'cutover_message';
const pagesMax = 10;

export function slackOutlet(
  world: World<'secretsmanager'>,
  channels: Channels & { readonly slack: SlackChannel },
  cutoverId: string,
): Outlet<SlackContent> {
  const { channel } = channels.slack;
  let token: Promise<string> | undefined;
  const bot = () => (token ??= readSecretValue(world, channels.slack.token));
  return {
    name: 'slack',
    pieces: (facts, isTold) => slackPieces(facts, channels, isTold),
    send: async (piece, box) =>
      receiptOf(
        await slackPost(world, await bot(), 'chat.postMessage', {
          channel,
          ...messageOf(piece, box, cutoverId),
        }),
      ),
    find: async (piece, box) => {
      const look = { world, token: await bot(), channel, wanted: idOf(cutoverId, piece) };
      return findMessage(look, piece.content.isReply ? box.told[rootId] : undefined);
    },
    revise: async (piece, receipt) => {
      const { text, blocks } = piece.content;
      return receiptOf(
        await slackPost(world, await bot(), 'chat.update', {
          channel,
          ts: receipt,
          text,
          ...(blocks && { blocks }),
        }),
      );
    },
  };
}

/** Without a root, which then could not be told, a reply stands by itself. */
function messageOf(piece: Piece<SlackContent>, box: Box, cutoverId: string): object {
  const { text, blocks, isReply, isBroadcast } = piece.content;
  const root = box.told[rootId];
  return {
    text,
    ...(blocks && { blocks }),
    ...(isReply && root !== undefined && { thread_ts: root, ...(isBroadcast && { reply_broadcast: true }) }),
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: eventType, event_payload: { id: idOf(cutoverId, piece) } },
  };
}

function idOf(cutoverId: string, { id }: Pick<Piece<unknown>, 'id'>): string {
  return `${cutoverId} ${id}`;
}

function receiptOf(answered: Awaited<ReturnType<typeof slackPost>>): Sent {
  if (!('answer' in answered)) return answered;
  const { ts } = answered.answer;
  if (typeof ts === 'string') return { does: 'sent', receipt: ts };
  return { does: 'later', why: 'answered without the message’s ts', isDoubtful: true };
}

interface Look {
  readonly world: Pick<World, 'http'>;
  readonly token: string;
  readonly channel: string;
  readonly wanted: string;
}

/** In the thread of `root`, or in the channel, the newest first. */
async function findMessage({ world, token, channel, wanted }: Look, root: string | undefined): Promise<Seen> {
  const method = root === undefined ? 'conversations.history' : 'conversations.replies';
  let cursor = '';
  for (let page = 0; page < pagesMax; page++) {
    const query = {
      channel,
      limit: '100',
      include_all_metadata: 'true',
      ...(root !== undefined && { ts: root }),
      ...(cursor !== '' && { cursor }),
    };
    const answered = await slackGet(world, token, method, query);
    if (!('answer' in answered)) return answered;
    const { messages = [], response_metadata: next } = answered.answer as Listed;
    const found = messages.find(({ metadata }) => metadata?.event_payload?.id === wanted);
    if (found?.ts !== undefined) return { does: 'sent', receipt: found.ts };
    cursor = next?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return { does: 'notThere' };
}

interface Listed {
  readonly messages?: readonly {
    readonly ts?: string;
    readonly metadata?: { readonly event_payload?: { readonly id?: string } };
  }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}
