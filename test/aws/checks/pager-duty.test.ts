/** The adapter of the check onCall against PagerDuty's rules over real HTTP, and what it makes of a bad line. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readDuties } from '../../../aws/checks/pager-duty.ts';
import { http } from '../../../aws/http.ts';
import type { World } from '../../../aws/world.ts';

const token = 'token-that-must-not-be-shown';
const hour = 3_600_000;
const window = { from: Date.parse('2026-12-01T22:00:00Z'), to: Date.parse('2026-12-02T00:00:00Z') };
const olga = { start: null, end: null, user: { summary: 'Olga Call' } };
const list = (oncalls: readonly unknown[], more?: unknown) => JSON.stringify({ oncalls, more });

type Say = (response: ServerResponse, request: IncomingMessage) => void;
const say =
  (body: string, status = 200, headers = {}): Say =>
  (response) =>
    void response.writeHead(status, headers).end(body);
const busy = (seconds: number) => say('{"error":{"message":"Too Many"}}', 429, { 'retry-after': seconds });
const silent: Say = () => undefined;
const cut: Say = (response) => {
  response.writeHead(200, { 'content-length': 500 }).write('{"oncalls":[');
  setTimeout(() => response.destroy(), 20);
};

/** What is said in turn; the last goes on being said. */
async function pagerDuty(...says: Say[]) {
  const came: { url: URL; authorization: string | undefined }[] = [];
  const slept: number[] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    came.push({ url: new URL(request.url ?? '', 'https://api.pagerduty.com'), authorization });
    says[Math.min(came.length, says.length) - 1]?.(response, request);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secretsmanager = new SecretsManagerClient({ region: 'eu-west-1' });
  secretsmanager.middlewareStack.add(
    () => () => Promise.resolve({ output: { SecretString: `${token}\n` }, response: {} }) as never,
    { step: 'initialize' },
  );
  const world = {
    clients: { secretsmanager },
    http: (request: Parameters<typeof http>[0]) =>
      http({
        ...request,
        url: request.url.replace('https://api.pagerduty.com', origin),
        timeoutMilliseconds: 150,
      }),
    clock: { now: () => 0, sleep: (milliseconds: number) => Promise.resolve(void slept.push(milliseconds)) },
  } as unknown as World<'secretsmanager'>;
  const read = () => readDuties(world, { schedule: 'PI7DH85', token: 'arn:…' }, window);
  return { came, slept, read };
}

test('is asked for the schedule and the window, with the token and nothing else of it', async () => {
  const { came, read } = await pagerDuty(say(list([olga])));
  expect(await read()).toEqual([{ who: 'Olga Call', from: undefined, to: undefined }]);
  expect(came).toHaveLength(1);
  expect(came[0]?.authorization).toBe(`Token token=${token}`);
  expect(Object.fromEntries(came[0]?.url.searchParams ?? [])).toMatchObject({
    'schedule_ids[]': 'PI7DH85',
    since: '2026-12-01T22:00:00.000Z',
    until: '2026-12-02T00:00:00.000Z',
  });
});

test('every page is read: who comes later is on the second', async () => {
  const first = { ...olga, end: new Date(window.from + hour).toISOString() };
  const second = { user: { summary: 'Pat' }, start: new Date(window.from + hour).toISOString(), end: null };
  const { came, read } = await pagerDuty(say(list([first], true)), say(list([second], false)));
  expect((await read()).map(({ who }) => who)).toEqual(['Olga Call', 'Pat']);
  expect(came.map(({ url }) => url.searchParams.get('offset'))).toEqual(['0', '100']);
});

test('pages without an end are an error', async () => {
  const { came, read } = await pagerDuty(say(list([olga], true)));
  await expect(read()).rejects.toThrow('more than 1000 duties for schedule PI7DH85');
  expect(came).toHaveLength(10);
});

describe.each<[string, Say[], number[]]>([
  ['429 with Retry-After', [busy(3)], [3000]],
  ['429, twice', [busy(3), busy(1)], [3000, 1000]],
  ['500', [say('oops', 500)], [2000]],
  ['no answer', [silent], [2000]],
  ['half an answer', [cut], [2000]],
])('%s', (_title, troubles, waits) => {
  test('and then an answer: asked again after the time that it wants', async () => {
    const { slept, read } = await pagerDuty(...troubles, say(list([olga])));
    expect(await read()).toHaveLength(1);
    expect(slept).toEqual(waits);
  });
});

test.each<[string, Say, RegExp, number]>([
  ['429 for good', busy(1), /^PagerDuty answered 429$/, 3],
  ['429 for longer than the check has', busy(60), /^PagerDuty answered 429$/, 1],
  ['500 for good', say('oops', 500), /^PagerDuty answered 500$/, 3],
  ['silence for good', silent, /^PagerDuty gave no answer: no answer within 150 ms$/, 3],
  ['half an answer for good', cut, /^PagerDuty gave no answer: /, 3],
  ['a token that is none', say('{}', 401), /^PagerDuty answered 401$/, 1],
  ['a schedule that is none', say('{}', 404), /^PagerDuty answered 404$/, 1],
  ['a redirect', say('', 302, { location: '/login' }), /^PagerDuty answered 302$/, 1],
  ['a page of somebody else', say('<html>a proxy of somebody’s'), /no JSON$/, 1],
  ['JSON without the list', say('{}'), /no list of on-calls$/, 1],
  ['a list of something else', say('[]'), /no list of on-calls$/, 1],
  ['null', say('null'), /no list of on-calls$/, 1],
  ['a list that is none', say('{"oncalls":{"0":{}}}'), /no list of on-calls$/, 1],
  ['duties that are none', say(list(['Olga'])), /no list of on-calls$/, 1],
  ['a duty without its times', say(list([{ user: olga.user }])), /no list of on-calls$/, 1],
  ['a duty whose time is none', say(list([{ ...olga, end: 'tonight' }])), /no list of on-calls$/, 1],
  ['more that is neither yes nor no', say(list([olga], 'yes')), /no list of on-calls$/, 1],
  [
    '5 MB',
    say(list([{ ...olga, user: { summary: 'x'.repeat(5_000_000) } }])),
    /too long: 50000\d\d bytes$/,
    1,
  ],
])('%s is an error, and never somebody or nobody on call', async (_title, answer, says, asked) => {
  const { came, read } = await pagerDuty(answer);
  const failure = await read().catch((error: unknown) => error as Error);
  expect(failure).toBeInstanceOf(Error);
  expect((failure as Error).message).toMatch(says);
  expect((failure as Error).message).not.toContain(token);
  expect(came).toHaveLength(asked);
});

test('somebody whose name is not told is somebody', async () => {
  const { read } = await pagerDuty(say(list([{ ...olga, user: null }])));
  expect(await read()).toMatchObject([{ who: 'somebody without a name' }]);
});
