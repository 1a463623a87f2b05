/** People's words from a terminal, against a server on loopback that answers as the function's URL does. */
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'eu-west-1',
};

let server: Server;
let url: string;
let asked: { headers: IncomingMessage['headers']; body: string }[] = [];
let answer: { status: number; body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      asked.push({ headers: request.headers, body });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => void server.close());
beforeEach(() => void (asked = []));

function cutover(args: readonly string[], env: object = { ...credentials, CUTOVER_URL: url }) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const { PATH } = process.env;
    execFile(
      process.execPath,
      ['cli/cutover.js', ...args],
      { cwd: root, env: { PATH, ...env } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test('is signed for Lambda by whoever says it, and prints what the cutover says', async () => {
  answer = { status: 200, body: JSON.stringify({ does: 'hold', told: 'robin holds the cutover' }) };
  expect(await cutover(['hold', 'claude-proxy-7'])).toEqual({
    code: 0,
    out: 'robin holds the cutover\n',
    err: '',
  });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ cutoverId: 'claude-proxy-7', command: 'hold' });
  expect(asked[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
  );
});

test('as one JSON document where that is asked for', async () => {
  answer = { status: 200, body: JSON.stringify({ does: 'abort', told: 'robin aborts the cutover' }) };
  const { code, out } = await cutover(['abort', 'claude-proxy-7', '--json']);
  expect({ code, document: JSON.parse(out) }).toEqual({
    code: 0,
    document: { does: 'abort', told: 'robin aborts the cutover' },
  });
});

describe('nothing was done, and it says why', () => {
  test.each([
    [
      'the cutover has nothing to skip',
      409,
      { does: 'nothing', told: 'nothing to skip' },
      2,
      'nothing to skip',
    ],
    [
      'there is no such cutover',
      404,
      { does: 'unknown', told: 'there is no cutover x' },
      2,
      'there is no cutover x',
    ],
    ['AWS does not let the caller in', 403, { Message: 'Forbidden' }, 2, 'lambda:InvokeFunctionUrl'],
    ['the function broke', 502, 'Internal Server Error', 1, 'answered 502'],
  ])('%s', async (_title, status, body, code, words) => {
    answer = { status, body: JSON.stringify(body) };
    const heard = await cutover(['skip', 'x']);
    expect(heard.code).toBe(code);
    expect(heard.err).toContain(words);
    expect(heard.out).toBe('');
  });

  test('nobody said where it is deployed', async () => {
    const heard = await cutover(['abort', 'x'], credentials);
    expect(heard).toMatchObject({ code: 2, out: '' });
    expect(heard.err).toContain('CUTOVER_URL');
  });

  test('nobody answers there: it may have been heard', async () => {
    const heard = await cutover(['abort', 'x', '--url', 'http://127.0.0.1:9/'], credentials);
    expect(heard.code).toBe(1);
    expect(heard.err).toContain('say it again, it is safe');
  });
});
