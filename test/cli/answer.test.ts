/** Answers at a gate from a terminal, against a server on loopback that answers as the function's URL does. */
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const subject = { images: ['shop@sha256:1'], evidence: 'all quiet', percent: 26 };
const gate = { gate: 'ramp', status: 'pending', digest: 'd1', subject };

let server: Server;
let asked: unknown[] = [];
let open = true;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      const said = JSON.parse(body) as { command: string };
      asked.push(said);
      const nothing = { does: 'nothing', told: 'x asks nobody anything now' };
      const answer =
        said.command === 'look'
          ? { does: 'look', told: 'open', gate }
          : { does: 'decided', told: 'dana approves ramp to 26 %' };
      response
        .writeHead(open ? 200 : 409, { 'content-type': 'application/json' })
        .end(JSON.stringify(open ? answer : nothing));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
  open = true;
});

function cutover(...args: readonly string[]) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { PATH } = process.env;
  const env = {
    PATH,
    CUTOVER_URL: url,
    AWS_ACCESS_KEY_ID: 'A',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_REGION: 'eu-west-1',
  };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ['cli/cutover.js', ...args], { cwd: root, env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test('shows what is asked, and approves exactly that', async () => {
  const { code, out, err } = await cutover('approve', 'x', '--reason', 'go');
  expect({ code, out }).toEqual({ code: 0, out: 'dana approves ramp to 26 %\n' });
  expect(err).toContain('ramp to 26 %');
  expect(err).toContain('shop@sha256:1');
  expect(asked).toEqual([
    { cutoverId: 'x', command: 'look' },
    { cutoverId: 'x', command: 'approve', digest: 'd1', reason: 'go' },
  ]);
});

test('with a digest it does not look again', async () => {
  await cutover('reject', 'x', '--gate', 'ramp', '--digest', 'd0');
  expect(asked).toEqual([{ cutoverId: 'x', gate: 'ramp', command: 'reject', digest: 'd0' }]);
});

test('where nobody is asked, nothing is answered', async () => {
  open = false;
  expect(await cutover('approve', 'x')).toMatchObject({
    code: 2,
    out: '',
    err: 'x asks nobody anything now\n',
  });
  expect(asked).toEqual([{ cutoverId: 'x', command: 'look' }]);
});

test('a gate that does not exist is refused before anything is sent', async () => {
  expect((await cutover('approve', 'x', '--gate', 'lunch')).code).toBe(2);
  expect(asked).toEqual([]);
});
