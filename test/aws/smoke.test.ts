import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { http } from '../../aws/http.ts';
import { runSmoke } from '../../aws/smoke.ts';
import type { SmokeTest } from '../../core/plan/plan.ts';

interface Came {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly door: string | string[] | undefined;
  readonly accept: string | undefined;
  readonly body: string;
}

const came: Came[] = [];
const failures = { left: 0 };
const slept: number[] = [];
const servers: Server[] = [];
let origin = '';
let elsewhere = '';

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      came.push({ method, url, door: headers['x-cutover'], accept: headers.accept, body });
      answer(request, response);
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/moved': (response) => response.writeHead(302, { location: '/health' }).end(),
  '/away': (response) => response.writeHead(302, { location: `${elsewhere}/health` }).end(),
  '/kept': (response) => response.writeHead(307, { location: '/health' }).end(),
  '/round': (response) => response.writeHead(302, { location: '/round' }).end(),
  '/file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  // JSON whose beginning looks right, and whose end says otherwise.
  '/huge': (response) => response.end(`{"status":"ok","pad":"${'x'.repeat(5_000_000)}","lag":9}`),
  '/flaky': (response) => response.writeHead(failures.left-- > 0 ? 503 : 200).end(),
};

function fine(response: ServerResponse): void {
  response.writeHead(200, { 'x-version': '2.4.0' }).end('{"status":"ok","lag":3}');
}

beforeAll(async () => {
  origin = await serve((request, response) => (answers[request.url ?? ''] ?? fine)(response));
  elsewhere = await serve((_request, response) => fine(response));
});

beforeEach(() => {
  came.length = 0;
  slept.length = 0;
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function ask(check: Partial<SmokeTest>) {
  const smoke = [{ path: '/health', status: 200, withinMilliseconds: 2000, ...check }];
  const clock = {
    now: () => 0,
    sleep: (milliseconds: number) => Promise.resolve(void slept.push(milliseconds)),
  };
  const [answer] = await runSmoke({ http, clock }, 'staging', { smoke }, { 'x-cutover': 'secret' }, origin);
  return answer;
}

test('is asked with the method, the headers and the body of the plan, and the door’s header', async () => {
  const answer = await ask({ method: 'POST', headers: { accept: 'application/json' }, body: '{"a":1}' });
  expect(answer?.passed).toBe(true);
  expect(came).toEqual([
    { method: 'POST', url: '/health', door: 'secret', accept: 'application/json', body: '{"a":1}' },
  ]);
});

test.each<[string, Partial<SmokeTest>, boolean]>([
  ['a text in the body', { contains: '"lag":3' }, true],
  ['a text that is not there', { contains: '"lag":4' }, false],
  ['a condition over the body', { condition: 'body.lag < 5' }, true],
  ['a condition over headers', { condition: 'headers.`x-version` = "2.4.0"' }, true],
  ['a condition that does not hold', { condition: 'body.lag > 5' }, false],
  ['a redirect that is not followed', { path: '/moved' }, false],
  ['a redirect that is expected', { path: '/moved', status: 302 }, true],
  ['a redirect that is followed', { path: '/moved', redirects: 1 }, true],
  ['a redirect that leads nowhere else', { path: '/round', redirects: 5 }, false],
  ['a redirect to something that is not HTTP', { path: '/file', redirects: 5 }, false],
  ['a connection that is not encrypted', { tls: { atLeast: 'TLSv1.2', validForSeconds: 0 } }, false],
])('%s', async (_title, check, passed) => {
  expect((await ask(check))?.passed).toBe(passed);
});

test.each<[string, Partial<SmokeTest>, object]>([
  [
    'a condition is not judged by the beginning of it',
    { condition: '$contains($string(body), "ok")' },
    { passed: false, isUnread: true },
  ],
  ['a text that may stand behind', { contains: '"lag":9' }, { passed: false, isUnread: true }],
  ['a text that stands in its beginning is there', { contains: '"status":"ok"' }, { passed: true }],
  ['its status is enough where nothing is asked of the body', {}, { passed: true }],
  ['a wrong status stays wrong', { status: 201, condition: 'true' }, { passed: false }],
])('an answer of 5 MB: %s', async (_title, check, says) => {
  const { passed, isUnread, text = '' } = (await ask({ path: '/huge', ...check })) ?? {};
  expect({ passed, isUnread }).toEqual({ isUnread: undefined, ...says });
  // Whoever reads it is told why, and only then.
  expect(/its body has 50000\d\d bytes, and only the beginning was read/.test(text)).toBe('isUnread' in says);
});

test('another host does not hear the door’s secret', async () => {
  expect((await ask({ path: '/away', redirects: 1 }))?.passed).toBe(true);
  expect(came.map(({ door }) => door)).toEqual(['secret', undefined]);
});

test('a 307 keeps method and body, a 302 does not', async () => {
  await ask({ method: 'POST', body: 'x', path: '/kept', redirects: 1 });
  await ask({ method: 'POST', body: 'x', path: '/moved', redirects: 1 });
  expect(came.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST x', 'POST x', 'POST x', 'GET ']);
});

test('a loop ends', async () => {
  await ask({ path: '/round', redirects: 5 });
  expect(came).toHaveLength(6);
});

test('is asked again as often as the plan says, a second apart', async () => {
  failures.left = 2;
  expect(await ask({ path: '/flaky', retries: 2 })).toMatchObject({
    passed: true,
    text: expect.stringMatching(/at try 3$/),
  });
  expect(slept).toEqual([1000, 1000]);
  failures.left = 3;
  expect((await ask({ path: '/flaky', retries: 2 }))?.passed).toBe(false);
});
