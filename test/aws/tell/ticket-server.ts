/**
 * Jira Cloud and GitHub Issues on loopback, as far as their references say what a call must be: whatever breaks a rule is
 * answered as they do, and written down. Troubles come after what was asked is done, but `busy`, `limited` and `broken`.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3 and https://docs.github.com/en/rest/issues
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Trouble = 'well' | 'busy' | 'limited' | 'broken' | 'brokenAfter' | 'cut' | 'silent' | 'notJson';
export type Reply = readonly [status: number, body?: unknown];
export interface Given {
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Kept {
  readonly comments: string[];
  readonly moves: string[];
  isClosed: boolean;
}

/** Where the other one begins: comments of other people stand before ours. */
const pageSizeOf = (query: URLSearchParams, key: string) => Number(query.get(key) ?? 30);

export async function ticketServer(
  kind: 'jira' | 'github',
  troubles: Trouble[],
  { isClosed = false, others = 0 }: { readonly isClosed?: boolean; readonly others?: number } = {},
) {
  const kept: Kept = {
    comments: Array.from({ length: others }, (_none, index) => `chatter ${index}`),
    moves: [],
    isClosed,
  };
  const errors: string[] = [];
  const answer = (given: Given): Reply => {
    const reply = (kind === 'jira' ? asJira : asGitHub)(given, kept);
    if (reply[0] >= 400) errors.push(`${given.verb} ${given.path}: ${JSON.stringify(reply)}`);
    return reply;
  };
  return { ...(await onLoopback(troubles, answer)), kept, errors };
}

export async function onLoopback(troubles: Trouble[], answer: (given: Given) => Reply) {
  const server = createServer((request, response) => void serve(request, response, troubles, answer));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  troubles: Trouble[],
  answer: (given: Given) => Reply,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const trouble = troubles.shift();
  if (trouble === 'busy') return void response.writeHead(429, { 'retry-after': '3' }).end();
  if (trouble === 'limited') return void response.writeHead(403, { 'x-ratelimit-remaining': '0' }).end('{}');
  if (trouble === 'broken') return void response.writeHead(500).end('oops');
  const text = Buffer.concat(parts).toString();
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://tickets');
  const body = (text === '' ? {} : JSON.parse(text)) as Given['body'];
  const [status, reply] = answer({ verb: request.method ?? '', path, query, headers: request.headers, body });
  const said = reply === undefined ? '' : JSON.stringify(reply);
  if (trouble === 'silent') return;
  if (trouble === 'brokenAfter') response.writeHead(502).end();
  else if (trouble === 'notJson') response.end('<html>a proxy of somebody’s');
  else if (trouble === 'cut') {
    response.writeHead(status, { 'content-length': said.length + 20 });
    response.write(said.slice(0, 5));
    setImmediate(() => response.destroy());
  } else response.writeHead(status, { 'content-type': 'application/json' }).end(said);
}

export function strangerAtGitHub(headers: Given['headers']): Reply | undefined {
  if (headers['user-agent'] === undefined) return [403, { message: 'Request forbidden' }];
  if (headers.authorization !== 'Bearer token-that-must-not-be-shown')
    return [401, { message: 'Bad credentials' }];
  if (headers.accept !== 'application/vnd.github+json' || headers['x-github-api-version'] !== '2022-11-28')
    return [400, { message: 'Unsupported version' }];
  return undefined;
}

function asGitHub({ verb, path, query, headers, body }: Given, kept: Kept): Reply {
  const stranger = strangerAtGitHub(headers);
  if (stranger !== undefined) return stranger;
  const issue = '/repos/example/releases/issues/42';
  if (path === `${issue}/comments` && verb === 'GET') {
    const size = Math.min(pageSizeOf(query, 'per_page'), 100);
    const from = (Number(query.get('page') ?? 1) - 1) * size;
    return [200, kept.comments.map((text, id) => ({ id, body: text })).slice(from, from + size)];
  }
  if (path === `${issue}/comments` && verb === 'POST') {
    if (typeof body['body'] !== 'string' || body['body'] === '' || body['body'].length > 65_536)
      return [422, { message: 'Validation Failed' }];
    return [201, { id: kept.comments.push(body['body']) - 1 }];
  }
  if (path === issue && verb === 'PATCH') {
    const { state, state_reason: reason } = body;
    const isKnown =
      (state === 'closed' && reason === 'completed') || (state === 'open' && reason === 'reopened');
    if (!isKnown) return [422, { message: 'Validation Failed' }];
    kept.isClosed = state === 'closed';
    kept.moves.push(state);
    return [200, { id: 9_001, state }];
  }
  return [404, { message: 'Not Found' }];
}

function asJira({ verb, path, query, headers, body }: Given, kept: Kept): Reply {
  const account = Buffer.from('bot@example.com:token-that-must-not-be-shown').toString('base64');
  if (headers.authorization !== `Basic ${account}`) return [401, { errorMessages: ['Unauthorized'] }];
  if (verb === 'POST' && headers['content-type'] !== 'application/json') return [415];
  const issue = '/rest/api/3/issue/OPS-42';
  if (path === `${issue}/comment`) return jiraComment(verb, query, body, kept);
  const key = kept.isClosed ? 'done' : 'indeterminate';
  if (path === issue && verb === 'GET')
    return [200, { key: 'OPS-42', fields: { status: { name: 'x', statusCategory: { key } } } }];
  if (path === `${issue}/transitions` && verb === 'GET') return [200, { transitions: transitions(kept) }];
  if (path === `${issue}/transitions` && verb === 'POST') {
    const { id } = body['transition'] as { id?: string };
    const chosen = transitions(kept).find((one) => one.id === id);
    if (chosen === undefined) return [400, { errorMessages: ['It is not a valid transition'] }];
    if (Object.values(chosen.fields).some(({ required }) => required))
      return [400, { errors: { resolution: 'is required' } }];
    kept.isClosed = chosen.to.statusCategory.key === 'done';
    kept.moves.push(chosen.to.name);
    return [204];
  }
  return [404, { errorMessages: ['Issue does not exist or you do not have permission to see it.'] }];
}

function jiraComment(verb: string, query: URLSearchParams, body: Given['body'], kept: Kept): Reply {
  if (verb === 'GET') {
    const size = Math.min(Number(query.get('maxResults') ?? 50), 100);
    const from = Number(query.get('startAt') ?? 0);
    const all = kept.comments.map((text, id) => ({
      id: String(id),
      body: JSON.parse(asDocument(text)) as object,
    }));
    if (query.get('orderBy') === '-created') all.reverse();
    return [
      200,
      { startAt: from, maxResults: size, total: all.length, comments: all.slice(from, from + size) },
    ];
  }
  const document = body['body'] as
    | { type?: string; version?: number; content?: readonly Paragraph[] }
    | undefined;
  const isDocument = document?.type === 'doc' && document.version === 1 && Array.isArray(document.content);
  const texts = document?.content?.flatMap(({ type, content = [] }) =>
    type === 'paragraph' ? content.map(({ text = '' }) => text) : [''],
  );
  // An empty text node is refused by the document's schema.
  if (!isDocument || texts === undefined || texts.length === 0 || texts.includes(''))
    return [400, { errors: { comment: 'INVALID_INPUT' } }];
  return [201, { id: String(kept.comments.push(texts.join('\n')) - 1) }];
}

interface Paragraph {
  readonly type: string;
  readonly content?: readonly { readonly text?: string }[];
}

function asDocument(text: string): string {
  const content = text
    .split('\n')
    .map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));
  return JSON.stringify({ type: 'doc', version: 1, content });
}

const to = (name: string, key: string) => ({ name, statusCategory: { key } });

function transitions({ isClosed }: Kept) {
  return isClosed
    ? [
        { id: '31', to: to('Reopened', 'new'), fields: {} },
        { id: '41', to: to('Archived', 'done'), fields: {} },
      ]
    : [
        { id: '11', to: to('In review', 'indeterminate'), fields: {} },
        { id: '21', to: to('Resolved', 'done'), fields: { resolution: { required: true } } },
        { id: '22', to: to('Closed', 'done'), fields: {} },
      ];
}
