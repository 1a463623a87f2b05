/** Looking on from a terminal: the real function in the lab behind a server on loopback, some of the lab's time between two looks. */
import { type ChildProcess, execFile } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildLab, type Lab } from '../../lab/lab.ts';
import { invitePeople } from '../../lab/people.ts';
import { calmScenario } from '../../lab/scenario/parse.ts';
import { productionOf } from '../../lab/weather.ts';
import { samplePlan } from '../scenarios/story.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const iam = { userArn: 'arn:aws:sts::123456789012:assumed-role/viewers/vera' };

let server: Server;
let lab: Lab;
let looks = 0;
let stepsBetween = 200;
/** Answers this instead of the function, for so many looks. */
let broken: { times: number; status: number; body: string };
let onLook: (() => void) | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      void reply(body, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => void server.close());
beforeEach(() => {
  lab = buildLab({ seed: 1, production: productionOf(calmScenario()) });
  invitePeople(lab, []);
  looks = 0;
  stepsBetween = 200;
  broken = { times: 0, status: 0, body: '' };
  onLook = undefined;
});

async function reply(body: string, response: ServerResponse): Promise<void> {
  const { status, text } = await answer(body);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  onLook?.();
}

async function answer(body: string): Promise<{ status: number; text: string }> {
  looks += 1;
  if (broken.times-- > 0) return { status: broken.status, text: broken.body };
  for (let steps = 0; steps < stepsBetween; steps += 1) await lab.clock.step();
  const heard: { statusCode: number; body: string }[] = [];
  const event = { requestContext: { http: { method: 'POST' }, authorizer: { iam } }, body };
  lab.lambda.invoke('showCutover', event, (result) =>
    heard.push(('output' in result ? result.output : { statusCode: 502, body: '' }) as (typeof heard)[0]),
  );
  while (heard.length === 0) await lab.clock.step();
  return { status: heard[0]?.statusCode ?? 0, text: heard[0]?.body ?? '' };
}

async function begin(name: string, live: boolean, change: object = {}): Promise<void> {
  const plan = { ...(await samplePlan()), ...change, live };
  lab.engine.startExecution({ stateMachineArn: lab.stateMachineArn, name, input: JSON.stringify(plan) });
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function cutover(args: readonly string[], started: (child: ChildProcess) => void = () => undefined) {
  const { PATH } = process.env;
  const CUTOVER_SHOW_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const keys = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' };
  return new Promise<Ended>((resolve) => {
    const child = execFile(
      process.execPath,
      ['cli/cutover.js', ...args],
      { cwd: root, env: { PATH, CUTOVER_SHOW_URL, ...keys } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    started(child);
  });
}

const watching = (...args: readonly string[]) => cutover(['watch', '--every', '0.05', ...args]);
const lines = ({ out }: Ended) => out.trim().split('\n');

test('tells the story once, in order, to its end, and exits with it', async () => {
  await begin('a-1', true);
  stepsBetween = 400;
  const ended = await watching('a-1');
  expect(ended.code).toBe(0);
  expect(looks).toBeGreaterThan(2);
  const told = lines(ended);
  expect(told[0]).toMatch(/^22:00:\d\d {2}Live\. claude-proxy: 1 %/);
  expect(told.at(-1)).toMatch(/^promoted: /);
  expect(new Set(told).size).toBe(told.length);
  const times = told.slice(0, -1).map((line) => line.slice(0, 8));
  expect(times.filter((time) => time >= '22')).toEqual(times.filter((time) => time >= '22').toSorted());
  expect(told.filter((line) => line.includes('Locked '))).toHaveLength(1);
});

test.each([
  ['a plan that the policy refuses', { approvals: { 'go-live': { by: ['nobody'] } } }, /neither an approver/],
  ['a plan of last year', { startAt: '2025-01-01T00:00:00Z' }, /passed more than an hour ago/],
])('%s: refused, 20', async (_title, change, reason) => {
  await begin('a-1', true, change);
  const ended = await watching('a-1');
  expect(ended.code).toBe(20);
  expect(lines(ended).at(-1)).toMatch(/^refused: /);
  expect(lines(ended).at(-1)).toMatch(reason);
});

test('--link prints a link for those who only look on, and nothing else on standard output', async () => {
  await begin('a-1', true);
  const { code, out, err } = await watching('a-1', '--link');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^https:\/\/room\.example\/room\/a-1\?key=[0-9a-f]{64}\n$/),
  ]);
  expect(err).toMatch(/whoever has it can look on until \d\d:\d\d UTC, and do nothing else/);
  const json = JSON.parse((await watching('--link', '--json')).out) as Record<string, string>;
  expect(Object.keys(json)).toEqual(['cutoverId', 'link', 'until']);
  expect(json['cutoverId']).toBe('a-1');
});

test('--link for a cutover that nobody has started: 2, and why', async () => {
  const { code, out, err } = await watching('never-1', '--link');
  expect([code, out, err]).toEqual([2, '', expect.stringContaining('nobody has started a cutover never-1')]);
});

test('a dry run says that it was one', async () => {
  await begin('a-1', false);
  const ended = await watching('a-1');
  expect(ended.code).toBe(0);
  expect(lines(ended).at(-1)).toMatch(/^promoted \(dry run\): /);
});

test('an execution that was stopped before it began has ended', async () => {
  await begin('a-1', true, { startAt: '2026-12-01T23:30:00Z' });
  for (let steps = 0; steps < 300; steps += 1) await lab.clock.step();
  const [{ executionArn } = { executionArn: '' }] = lab.engine.listExecutions();
  lab.engine.stopExecution({ executionArn });
  const ended = await watching('a-1');
  expect(ended.code).toBe(20);
  expect(lines(ended).at(-1)).toMatch(/^refused: its execution is ABORTED/);
});

test('without an id it is the one that runs', async () => {
  await begin('a-1', false);
  const before = lab.engine.listExecutions();
  while (before.length > 0 && lab.engine.listExecutions()[0]?.status === 'RUNNING') await lab.clock.step();
  await begin('a-2', true, { checks: { waf: { mode: 'block' } } });
  stepsBetween = 50;
  const { out } = await watching('--json');
  expect(JSON.parse(out)).toMatchObject({ cutoverId: 'a-2', live: true, story: expect.any(Array) });
});

test('a look that fails is not the end of looking', async () => {
  await begin('a-1', false);
  broken = { times: 3, status: 502, body: 'Internal Server Error' };
  const ended = await watching('a-1');
  expect(ended.code).toBe(0);
  expect(ended.err).toMatch(/^the function answered 502.*; trying again\n$/);
});

test('what others wrote is text: it moves no cursor and turns no line round', async () => {
  const ended = { outcome: 'promoted', reason: 'fine \u001b[1A\u202ereally' };
  const story = [{ at: '2026-12-01T22:00:00.000Z', actor: 'x', text: 'one\r\n\u001b[2Jtwo' }];
  broken = {
    times: 9,
    status: 200,
    body: JSON.stringify({ told: '', live: true, percent: 0, ended, story }),
  };
  const { out } = await watching('a-1');
  expect(out).toBe('22:00:00  one [2Jtwo\npromoted: fine  [1A\ufffdreally\n');
});

test('a story is told whole, however long it is', async () => {
  const ended = { outcome: 'promoted', reason: 'at last' };
  const story = Array.from({ length: 2_000 }, (_none, index) => ({
    at: new Date(1_800_000_000_000 + index * 1000).toISOString(),
    actor: 'lookAtTriggers',
    text: `held once more, for the ${index}. time, with so many words that one answer has many packets`,
  }));
  broken = {
    times: 9,
    status: 200,
    body: JSON.stringify({ told: '', live: true, percent: 0, ended, story }),
  };
  const ended2000 = await watching('a-1');
  expect([ended2000.code, lines(ended2000).length]).toEqual([0, 2_001]);
});

test('but where nobody ever answers, looking ends, and says that nothing was changed', async () => {
  broken = { times: 99, status: 502, body: '' };
  expect((await watching('a-1')).code).toBe(1);
  expect(looks).toBeLessThan(20);
});

test.each([
  ['nobody has started it', 0, 'nobody has started a cutover a-9'],
  ['AWS does not let the caller in', 1, 'lambda:InvokeFunctionUrl'],
])('%s', async (_title, times, words) => {
  broken = { times, status: 403, body: '{"Message":"Forbidden"}' };
  const { code, err } = await watching('a-9');
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test('Ctrl-C ends the looking and not the cutover', async () => {
  await begin('a-1', true);
  stepsBetween = 5;
  const ended = await cutover(['watch', '--every', '0.05', 'a-1'], (child) => {
    onLook = () => looks === 3 && child.kill('SIGINT');
  });
  expect(ended.code).toBe(130);
  expect(ended.err).toContain('it goes on without you; watch it again: npx cutover watch a-1');
  expect(lab.engine.listExecutions()[0]?.status).toBe('RUNNING');
});

test('list: the newest first, each with where it stands', async () => {
  await begin('a-1', false);
  while (lab.engine.listExecutions()[0]?.status === 'RUNNING') await lab.clock.step();
  await begin('a-2', true, { startAt: '2026-12-01T23:30:00Z' });
  const { code, out } = await cutover(['list']);
  expect(code).toBe(0);
  expect(out.trim().split('\n')).toEqual([
    expect.stringMatching(/^a-2 {2}2026-12-01 22:0\d {2}waits until 23:00/),
    expect.stringMatching(/^a-1 {2}2026-12-01 22:00 {2}\(dry run\) promoted: /),
  ]);
  const { out: json } = await cutover(['list', '--json']);
  expect(JSON.parse(json)).toMatchObject([
    { cutoverId: 'a-2', live: true, service: 'claude-proxy', percent: 0 },
    { cutoverId: 'a-1', live: false, ended: { outcome: 'promoted' } },
  ]);
});

test('list without any', async () => {
  expect(await cutover(['list'])).toMatchObject({ code: 0, out: 'there is no cutover yet\n' });
});
