/**
 * Slack's Web API on loopback, as far as its reference says what a call must be: whatever breaks a rule gets Slack's error,
 * and is written down. https://docs.slack.dev/reference/methods/chat.postMessage
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong besides: `cut` is the connection in the middle of an answer, `silent` no answer at all; both after it was done. */
export type Trouble = 'busy' | 'broken' | 'cut' | 'silent' | 'notJson';

interface Given {
  readonly channel?: string;
  readonly text?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly reply_broadcast?: boolean;
  readonly unfurl_links?: boolean;
  readonly unfurl_media?: boolean;
  readonly blocks?: readonly Block[];
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: { readonly id?: string } };
}

interface Block {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly {
    readonly type: string;
    readonly action_id?: string;
    readonly value?: string;
  }[];
}

export interface Kept extends Given {
  readonly ts: string;
}

export async function slackServer(token: string, troubles: Trouble[]) {
  const messages: Kept[] = [];
  const errors: string[] = [];
  const calls: string[] = [];
  const act = (method: string, given: Given): object => {
    calls.push(method);
    const error = whyNot(method, given, messages);
    if (error !== undefined) {
      errors.push(`${method}: ${error}`);
      return { ok: false, error };
    }
    if (method === 'chat.postMessage') {
      const ts = `1796162400.${String(messages.length).padStart(6, '0')}`;
      messages.push({ ...given, ts });
      return { ok: true, channel: given.channel, ts };
    }
    if (method === 'chat.update') {
      const index = messages.findIndex(({ ts }) => ts === given.ts);
      messages[index] = { ...messages[index], ...given, ts: given.ts ?? '' };
      return { ok: true, ts: given.ts };
    }
    const inThread = ({ ts, thread_ts: thread }: Kept) => ts === given.ts || thread === given.ts;
    const listed =
      method === 'conversations.replies'
        ? messages.filter(inThread)
        : messages.filter((one) => one.thread_ts === undefined);
    return { ok: true, messages: listed.toReversed() };
  };
  const server = createServer((request, response) => {
    void serve(request, response, { token, troubles, act, errors });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    messages,
    errors,
    calls,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Around {
  readonly token: string;
  readonly troubles: Trouble[];
  readonly act: (method: string, given: Given) => object;
  readonly errors: string[];
}

async function serve(request: IncomingMessage, response: ServerResponse, around: Around): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const trouble = around.troubles.shift();
  if (trouble === 'busy') response.writeHead(429, { 'retry-after': '3' }).end();
  else if (trouble === 'broken') response.writeHead(500).end('oops');
  else send(response, JSON.stringify(answer(request, Buffer.concat(parts).toString(), around)), trouble);
}

/** It was done: what of it comes back is another matter. */
function send(response: ServerResponse, text: string, trouble: Trouble | undefined): void {
  if (trouble === 'silent') return;
  if (trouble === 'notJson') response.end('<html>a proxy of somebody’s');
  else if (trouble === 'cut') {
    response.writeHead(200, { 'content-length': text.length });
    response.write(text.slice(0, 5));
    setImmediate(() => response.destroy());
  } else response.end(text);
}

function answer(
  { url = '/', method: verb, headers }: IncomingMessage,
  body: string,
  { token, act, errors }: Around,
): object {
  const { pathname, searchParams } = new URL(url, 'http://slack');
  const method = pathname.replace('/api/', '');
  const refused = (error: string) => {
    errors.push(`${method}: ${error}`);
    return { ok: false, error };
  };
  if (headers.authorization !== `Bearer ${token}`) return refused('invalid_auth');
  const isRead = method.startsWith('conversations.');
  const isJson = headers['content-type']?.startsWith('application/json; charset=utf-8') === true;
  if (isRead ? verb !== 'GET' : verb !== 'POST' || !isJson) return refused('invalid_post_type');
  return act(method, (isRead ? Object.fromEntries(searchParams) : JSON.parse(body)) as Given);
}

function whyNot(method: string, given: Given, messages: readonly Kept[]): string | undefined {
  if (given.channel !== 'C0RELEASES') return 'channel_not_found';
  if (method.startsWith('conversations.')) return undefined;
  if (given.text === undefined || given.text === '') return 'no_text';
  if (given.text.length > 4_000) return 'msg_too_long';
  const blocks = whyNotBlocks(given.blocks ?? []);
  if (blocks !== undefined) return blocks;
  if (method === 'chat.update')
    return messages.some(({ ts }) => ts === given.ts) ? undefined : 'message_not_found';
  if (method !== 'chat.postMessage') return 'unknown_method';
  if (given.unfurl_links !== false || given.unfurl_media !== false) return 'our_rule_no_previews';
  if (
    given.thread_ts !== undefined &&
    !messages.some(({ ts, thread_ts: thread }) => ts === given.thread_ts && thread === undefined)
  )
    return 'invalid_thread_ts';
  if (given.reply_broadcast === true && given.thread_ts === undefined) return 'invalid_arguments';
  const { event_type: type = '', event_payload: payload } = given.metadata ?? {};
  if (!/^[a-z0-9_]+$/.test(type) || payload?.id === undefined) return 'metadata_must_be_sent_from_app';
  return undefined;
}

/** https://docs.slack.dev/reference/block-kit/blocks */
function whyNotBlocks(blocks: readonly Block[]): string | undefined {
  if (blocks.length > 50) return 'invalid_blocks';
  for (const { type, text, elements = [] } of blocks) {
    if (!['section', 'context', 'actions'].includes(type)) return 'invalid_blocks';
    if (type === 'section' && (text === undefined || text.text.length === 0 || text.text.length > 3_000))
      return 'invalid_blocks';
    if (type !== 'section' && (elements.length === 0 || elements.length > 25)) return 'invalid_blocks';
    for (const { type: kind, action_id: action = '', value = '' } of elements)
      if (kind === 'button' && (action === '' || action.length > 255 || value.length > 2_000))
        return 'invalid_blocks';
  }
  return undefined;
}
