/** `cutover smoke` and `cutover load-test` as people run them, against a server on loopback. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createColors } from 'picocolors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadTestCommand } from '../../cli/commands/load-test.ts';
import { smokeCommand } from '../../cli/commands/smoke.ts';
import type { ExitCode } from '../../cli/exit-codes.ts';
import type { Terminal } from '../../cli/terminal.ts';

let server: Server;
let origin = '';
const came: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    came.push(request.url ?? '');
    response.writeHead(request.url === '/broken' ? 500 : 200).end('{"status":"ok"}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  came.length = 0;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Make = (io: Terminal, exit: (code: ExitCode) => void) => Command;

async function run(make: Make, ...words: string[]) {
  const seen = { out: '', err: '', code: -1 };
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void (seen.out += `${text}\n`),
    complain: (text) => void (seen.err += `${text}\n`),
    progress: () => undefined,
  };
  await make(io, (code) => void (seen.code = code)).parseAsync(words, { from: 'user' });
  return seen;
}

const smoke = (...words: string[]) => run(smokeCommand, '--url', origin, ...words);
const loadTest = (...words: string[]) => run(loadTestCommand, '--target', origin, ...words);
const xmlFile = async () => join(await mkdtemp(join(tmpdir(), 'cutover-trial-')), 'junit.xml');

describe('smoke', () => {
  test('asks what the runbook asks, and ends 0', async () => {
    const { code, out } = await smoke();
    expect(code).toBe(0);
    expect(out).toMatch(/pass {10}127\.0\.0\.1:\d+: GET \/health answered 200 in \d+ ms\n\n1 of 1 passed\n$/);
    expect(came).toEqual(['/health']);
  });

  test('asks what a plan asks', async () => {
    expect((await smoke('--plan', 'events/plan.yml')).code).toBe(0);
    expect(came).toEqual(['/health']);
  });

  test('ends 20 where an answer is wrong, with it as JSON and as JUnit', async () => {
    const xml = await xmlFile();
    const { code, out } = await smoke('--path', '/broken', '--json', '--junit', xml);
    expect(code).toBe(20);
    expect(JSON.parse(out)).toMatchObject({
      target: origin,
      decision: 'stop',
      checks: [
        {
          id: 'GET /broken',
          verdict: 'fail',
          evidence: expect.stringMatching(/answered 500 .*expected 200/),
        },
      ],
    });
    expect(await readFile(xml, 'utf8')).toContain('tests="1" failures="1" errors="0"');
  });

  test('ends 2 for bad input, names the option, and asks nobody', async () => {
    const { code, err, out } = await smoke('--path', 'health', '--status', 'many', '--within', '2');
    expect(code).toBe(2);
    expect(err).toContain('--path: "health"');
    expect(err).toContain('--status');
    expect(err).toContain('--within: "2": a number without a unit says nothing');
    expect(out).toBe('');
    expect(came).toEqual([]);
  });
});

describe('load-test', () => {
  test('sends nothing without --live, and says what it would', async () => {
    const { code, out } = await loadTest('--duration', '10s', '--rate', '50');
    expect(code).toBe(0);
    expect(out).toBe(`would send 50 requests/s to ${origin}/health for 10s; --live sends them\n`);
    expect(came).toEqual([]);
  });

  test('is skipped in a pipeline that forgot --live, and says so', async () => {
    const xml = await xmlFile();
    const { code, out, err } = await loadTest('--duration', '10s', '--json', '--junit', xml);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ live: false, decision: 'untried' });
    expect(err).toContain('Nothing was sent');
    expect(await readFile(xml, 'utf8')).toContain('tests="1" failures="0" errors="0" skipped="1"');
    expect(came).toEqual([]);
  });

  test('ends 20 where the server does not bear it, with the numbers as JSON and as JUnit', async () => {
    const xml = await xmlFile();
    const words = ['--duration', '10s', '--rate', '2', '--path', '/broken'];
    const { code, out } = await loadTest(...words, '--live', '--json', '--junit', xml);
    expect(code).toBe(20);
    expect(JSON.parse(out)).toMatchObject({
      live: true,
      decision: 'stop',
      checks: [{ id: 'load', verdict: 'fail' }],
      load: { plannedRequests: 20, sentRequests: 20, failedRequests: 20, outcomes: { 500: 20 } },
    });
    expect(came).toHaveLength(20);
    expect(await readFile(xml, 'utf8')).toContain('tests="1" failures="1" errors="0"');
  }, 30_000);

  test.each([
    [['--duration', '5'], '--duration: "5"'],
    [['--duration', '1h'], '--duration: "1h": must be a duration from 10s to 10m'],
    [['--rate', '5000'], '--rate'],
    [['--engine', 'ab'], '--engine: "ab": must be builtin'],
  ])('ends 2 for %j', async (words, says) => {
    const { code, err } = await loadTest(...words, '--live');
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(came).toEqual([]);
  });
});
