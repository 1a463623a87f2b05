import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createMute } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { http, unanswered } from '../../aws/http.ts';

const answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/health': (_request, response) => response.writeHead(200).end('fine'),
  '/gone': (_request, response) => response.writeHead(503).end('nobody is here'),
  '/moved': (_request, response) => response.writeHead(302, { location: '/health' }).end(),
  '/echo': (request, response) =>
    response.end(
      JSON.stringify({ method: request.method, host: request.headers.host, x: request.headers['x-cutover'] }),
    ),
  '/long': (_request, response) => response.end('x'.repeat(200_000)),
  '/silent': () => {},
  '/stuck': (_request, response) => void response.writeHead(200).write('half of '),
  '/broken': (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half of ');
    setTimeout(() => response.destroy(), 20);
  },
};

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? '']?.(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, more: Partial<Parameters<typeof http>[0]> = {}) =>
  http({ url: `${origin}${path}`, method: 'GET', headers: {}, timeoutMilliseconds: 2_000, ...more });

describe('an answer', () => {
  test('has its status, its body and how long it took', async () => {
    const answer = await ask('/health');
    expect(answer).toMatchObject({ status: 200, body: 'fine' });
    expect(answer.tookMilliseconds).toBeGreaterThan(0);
    expect(answer.tookMilliseconds).toBeLessThan(2_000);
  });

  test('is an answer also where it is bad news', async () => {
    expect(await ask('/gone')).toMatchObject({ status: 503, body: 'nobody is here' });
  });

  test('is the redirect itself and not where it leads', async () => {
    expect(await ask('/moved')).toMatchObject({ status: 302 });
  });

  test('is to the method and the headers that were asked with, Host too', async () => {
    const headers = { host: 'test.example.com', 'x-cutover': 'secret' };
    const { body } = await ask('/echo', { headers, method: 'POST' });
    expect(JSON.parse(body)).toEqual({ method: 'POST', host: 'test.example.com', x: 'secret' });
  });

  test('keeps no more of its body than is worth reading', async () => {
    expect((await ask('/long')).body).toHaveLength(64 * 1024);
  });

  test('says so where it is not all of it, and only there', async () => {
    expect(await ask('/long')).toHaveProperty('wholeBodyBytes', 200_000);
    expect(await ask('/long', { bodyBytesMax: 200_000 })).not.toHaveProperty('wholeBodyBytes');
    expect(await ask('/health')).not.toHaveProperty('wholeBodyBytes');
  });
});

describe('no answer', () => {
  test('within the time', async () => {
    await expect(ask('/silent', { timeoutMilliseconds: 80 })).rejects.toThrow('no answer within 80 ms');
  });

  test('that comes to its end within the time', async () => {
    await expect(ask('/stuck', { timeoutMilliseconds: 80 })).rejects.toThrow('no answer within 80 ms');
  });

  test('that comes to its end at all', async () => {
    await expect(ask('/broken')).rejects.toThrow(/.+/);
  });

  test('since nobody listens', async () => {
    await expect(
      http({ url: 'http://127.0.0.1:1/', method: 'GET', headers: {}, timeoutMilliseconds: 2_000 }),
    ).rejects.toThrow('ECONNREFUSED');
  });

  test.each([
    ['a connection that stands: it was asked', '/silent', unanswered],
    ['half an answer', '/stuck', unanswered],
    ['a connection that breaks', '/broken', 'Error'],
  ])('is told apart by its name: %s', async (_title, path, name) => {
    await expect(ask(path, { timeoutMilliseconds: 80 })).rejects.toHaveProperty('name', name);
  });

  test('from a host with which no connection came about is not the answer of one that was asked', async () => {
    // It takes the connection, and never says a word of TLS.
    const mute = createMute();
    await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
    const { port } = mute.address() as AddressInfo;
    const asked = ask('', { url: `https://127.0.0.1:${port}/`, timeoutMilliseconds: 80 });
    await expect(asked).rejects.toMatchObject({ name: 'Error', message: 'no answer within 80 ms' });
    mute.close();
  });

  test('since the address is none', async () => {
    await expect(ask('', { url: 'http://' })).rejects.toThrow(/URL/);
  });
});
