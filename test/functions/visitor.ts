/** Somebody at the other end of HTTP: a browser that keeps its cookie, or anything else that can send bytes. */
import { request as send } from 'node:http';
import { gateId } from './gate-lab.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  /** By default the gate's own. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

export function ask(
  url: string,
  { method = 'GET', path = `/gate/${gateId}`, headers = {}, body }: Sent = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = send(`${url}${path}`, { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Opens a link, and comes back with its cookie. */
export async function enter(url: string, secret: string): Promise<string> {
  const { headers } = await ask(url, { path: `/gate/${gateId}?key=${secret}` });
  const [cookie = ''] = headers['set-cookie'] ?? [];
  return cookie.split(';')[0] ?? '';
}

export interface Fields {
  readonly [name: string]: string;
}

/** The form as the page has it, filled in. */
export async function filledForm(
  url: string,
  cookie: string,
  fields: Fields = {},
  path = `/gate/${gateId}`,
): Promise<Record<string, string>> {
  const { body } = await ask(url, { path, headers: { cookie } });
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
  return {
    decision: 'approve',
    reason: '',
    typed: 'claude-proxy',
    digest: hidden('digest'),
    slip: hidden('slip'),
    ...fields,
  };
}

const formType = 'application/x-www-form-urlencoded';

/** Sends it as a browser does from the page itself. */
export function post(
  url: string,
  cookie: string,
  form: Fields | string,
  headers: Sent['headers'] = {},
  path = `/gate/${gateId}`,
): Promise<Reply> {
  return ask(url, {
    path,
    method: 'POST',
    headers: { cookie, 'content-type': formType, 'sec-fetch-site': 'same-origin', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams({ ...form }).toString(),
  });
}

/** From the link to the answer. */
export async function decide(url: string, secret: string, fields: Fields = {}): Promise<Reply> {
  const cookie = await enter(url, secret);
  return post(url, cookie, await filledForm(url, cookie, fields));
}

/** What a person reads: the page without its tags and style. */
export function read({ body }: Reply): string {
  return body
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}
