/**
 * Posts to any address, signed as Standard Webhooks says: the receiver knows who sent it, that it is not old, and, by its
 * id, whether it has had it before. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHash, createHmac } from 'node:crypto';
import type { Webhook } from '../../core/messages/channels.ts';
import { type PlainContent, webhookPieces } from '../../core/messages/plain.ts';
import type { Piece } from '../../core/messages/piece.ts';
import { readSecretValue } from '../checks/secret-value.ts';
import type { World } from '../world.ts';
import type { Outlet } from './outlet.ts';
import { ask, type Sent } from './sent.ts';

export function webhookOutlet(world: World<'secretsmanager'>, hook: Webhook): Outlet<PlainContent> {
  let secret: Promise<string> | undefined;
  return {
    name: 'webhook',
    pieces: webhookPieces,
    send: async (piece) =>
      post(world, hook.url, await (secret ??= readSecretValue(world, hook.secret)), piece),
  };
}

async function post(
  world: Pick<World, 'http' | 'clock'>,
  url: string,
  secret: string,
  piece: Piece<PlainContent>,
): Promise<Sent> {
  const { id, content } = piece;
  const messageId = `msg_${createHash('sha256').update(`${content.cutoverId} ${id}`).digest('hex').slice(0, 32)}`;
  const timestamp = String(Math.floor(world.clock.now() / 1000));
  const body = JSON.stringify({ type: `cutover.${content.kind}`, timestamp: content.at, data: content });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature(secret, `${messageId}.${timestamp}.${body}`)}`,
  };
  const answered = await ask(world, { url, method: 'POST', headers, body });
  return 'response' in answered ? { does: 'sent', receipt: messageId } : answered;
}

function signature(secret: string, signed: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  return createHmac('sha256', key).update(signed).digest('base64');
}
