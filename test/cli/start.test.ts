/** Starting from a terminal, against a server on loopback that answers as the function's URL does. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'eu-west-1',
};
const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:cutover-prod:shop-7';
const started = { does: 'started', told: 'shop-7 is started', executionArn };

let server: Server;
let url: string;
let asked: { headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];
let answer: { status: number; body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: JSON.parse(body) as Record<string, unknown> });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: JSON.stringify(started) };
});

function start(args: readonly string[], env: object = { ...credentials, CUTOVER_START_URL: url }) {
  const { PATH } = process.env;
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      ['cli/cutover.js', 'start', ...args],
      { cwd: root, env: { PATH, AWS_EC2_METADATA_DISABLED: 'true', ...env } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test('sends the plan with its task definition, signed by the caller, and nothing that says who that is', async () => {
  const { code, out, err } = await start(['events/plan.yml', '--live', '--id', 'shop-7']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('shop-7 is started\n');
  expect(out).toContain(`/details/${executionArn}`);
  const [{ headers, body } = { headers: {}, body: {} }] = asked;
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/lambda\//,
  );
  expect(Object.keys(body).toSorted()).toEqual(['cutoverId', 'live', 'plan']);
  expect(body).toMatchObject({
    cutoverId: 'shop-7',
    live: true,
    plan: { service: 'claude-proxy', release: { taskDefinition: { family: 'claude-proxy' } } },
  });
});

test('without --live it asks for a dry run, whatever the plan says, under a name that says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-start-'));
  const { code } = await start(['events/plan.yml', '--json']);
  expect(code).toBe(0);
  const document = { ...(asked[0]?.body['plan'] as object), live: true };
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(document));
  await start([file]);
  for (const { body } of asked)
    expect(body).toMatchObject({
      live: false,
      cutoverId: expect.stringMatching(/^claude-proxy-2\.4\.0-\d{8}T\d{6}-dry$/),
    });
  expect(asked).toHaveLength(2);
});

test('as one JSON document where that is asked for', async () => {
  const { out } = await start(['events/plan.yml', '--live', '--id', 'shop-7', '--json']);
  expect(JSON.parse(out)).toMatchObject({ cutoverId: 'shop-7', live: true, does: 'started', executionArn });
});

describe('nothing was started, and it says why', () => {
  test('the plan has mistakes: nobody is asked', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'cutover-start-')), 'plan.yml');
    writeFileSync(file, 'service: shop\nwatch: 30\n');
    const { code, err } = await start([file, '--live']);
    expect(code).toBe(2);
    expect(err).toMatch(/watch/);
    expect(asked).toEqual([]);
  });

  test('the policy refuses: each place in the plan', async () => {
    const problems = [
      'approvals.go-live: nothing: must be there: nobody may leave this gate out (policy.yml)',
    ];
    answer = {
      status: 400,
      body: JSON.stringify({ does: 'refused', told: 'the plan is refused', problems }),
    };
    const { code, out, err } = await start(['events/plan.yml', '--live']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('the plan is refused\n  ');
    expect(err).toContain(problems[0]);
  });

  test('the name is taken', async () => {
    answer = { status: 409, body: JSON.stringify({ does: 'taken', told: 'there is a cutover x already' }) };
    expect(await start(['events/plan.yml', '--id', 'x'])).toMatchObject({
      code: 2,
      err: 'there is a cutover x already\n',
    });
  });

  test('the name is none', async () => {
    expect(await start(['events/plan.yml', '--id', '../x'])).toMatchObject({ code: 2, out: '' });
    expect(asked).toEqual([]);
  });

  test('AWS does not let the caller in', async () => {
    answer = { status: 403, body: JSON.stringify({ Message: 'Forbidden' }) };
    const { code, err } = await start(['events/plan.yml']);
    expect(code).toBe(2);
    expect(err).toContain('lambda:InvokeFunctionUrl');
  });

  test('nobody said where it is deployed', async () => {
    const { code, err } = await start(['events/plan.yml'], credentials);
    expect(code).toBe(2);
    expect(err).toContain('CUTOVER_START_URL');
  });

  test('there are no credentials', async () => {
    const { code, err } = await start(['events/plan.yml'], { CUTOVER_START_URL: url, HOME: '/nowhere' });
    expect(code).toBe(2);
    expect(err).toMatch(/no AWS credentials/);
    expect(asked).toEqual([]);
  });
});

test('the function broke: our fault', async () => {
  answer = { status: 502, body: 'Internal Server Error' };
  expect((await start(['events/plan.yml'])).code).toBe(1);
});

test('no answer came: it says how to ask again safely, with the same name', async () => {
  const { code, err } = await start(
    ['events/plan.yml', '--live', '--url', 'http://127.0.0.1:9/'],
    credentials,
  );
  expect(code).toBe(1);
  expect(err).toMatch(/--id claude-proxy-2\.4\.0-\d{8}T\d{6}: the same twice is one cutover/);
});
