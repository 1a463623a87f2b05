/**
 * A receiver on loopback that keeps the rules of Standard Webhooks: what is not signed, is old, or was had before is not
 * taken, and what breaks a rule is written down.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `cut` is the connection in the middle of an answer, `silent` no answer at all, `brokenAfter` a 502: all after it was taken. */
export type Trouble = 'well' | 'busy' | 'broken' | 'brokenAfter' | 'cut' | 'silent' | 'refused';

export interface Taken {
  readonly id: string;
  readonly type: string;
  readonly text: string;
}

const toleranceSeconds = 300;

export async function webhookServer(secret: string, now: () => number, troubles: Trouble[]) {
  const taken: Taken[] = [];
  const errors: string[] = [];
  const seen: string[] = [];
  const take = (headers: IncomingMessage['headers'], body: string): number => {
    const problem = whyNot(headers, body, secret, now());
    if (problem !== undefined) {
      errors.push(problem);
      return 401;
    }
    const id = String(headers['webhook-id']);
    const { type, data } = JSON.parse(body) as { type: string; data: { text: string } };
    seen.push(`${id} ${String(headers['webhook-timestamp'])}`);
    if (!taken.some((one) => one.id === id)) taken.push({ id, type, text: data.text });
    return 204;
  };
  const server = createServer((request, response) => {
    void serve(request, response, troubles, take);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    errors,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  troubles: Trouble[],
  take: (headers: IncomingMessage['headers'], body: string) => number,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const trouble = troubles.shift();
  if (trouble === 'busy') return void response.writeHead(429, { 'retry-after': '3' }).end();
  if (trouble === 'broken') return void response.writeHead(503).end('oops');
  if (trouble === 'refused') return void response.writeHead(410).end();
  const status = take(request.headers, Buffer.concat(parts).toString());
  if (trouble === 'silent') return;
  if (trouble === 'brokenAfter') response.writeHead(502).end();
  else if (trouble === 'cut') {
    response.writeHead(200, { 'content-length': 20 });
    response.write('{"ok"');
    setImmediate(() => response.destroy());
  } else response.writeHead(status).end();
}

function whyNot(
  headers: IncomingMessage['headers'],
  body: string,
  secret: string,
  now: number,
): string | undefined {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers;
  if (typeof id !== 'string' || !/^[\w.-]{1,256}$/.test(id)) return 'no webhook-id';
  if (typeof at !== 'string' || !/^\d{10}$/.test(at)) return 'no webhook-timestamp in seconds';
  if (Math.abs(now / 1000 - Number(at)) > toleranceSeconds) return 'too old, or of the future';
  const expected = Buffer.from(
    createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64'),
    'base64',
  );
  const given = String(signature)
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  const isSigned = given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  if (!isSigned) return 'not signed by you';
  if (headers['content-type'] !== 'application/json') return 'no JSON';
  const { type, timestamp, data } = JSON.parse(body) as Record<string, unknown>;
  if (typeof type !== 'string' || !/^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*$/.test(type))
    return `type ${String(type)}`;
  if (typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp))) return 'no timestamp';
  return typeof data === 'object' ? undefined : 'no data';
}
