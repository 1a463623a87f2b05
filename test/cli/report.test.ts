/** The report of a deployed cutover: the real function in the lab behind a server on loopback. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createColors } from 'picocolors';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { reportKey } from '../../aws/ledger/keys.ts';
import { reportCommand } from '../../cli/commands/report.ts';
import type { Terminal } from '../../cli/terminal.ts';
import type { Report } from '../../core/report/report.ts';
import { buildLab, type Lab, ledgerTable } from '../../lab/lab.ts';
import { calmScenario } from '../../lab/scenario/parse.ts';
import { productionOf } from '../../lab/weather.ts';
import { samplePlan, tell } from '../scenarios/story.ts';

const iam = { userArn: 'arn:aws:sts::123456789012:assumed-role/viewers/vera' };
const requestContext = { http: { method: 'POST' }, authorizer: { iam } };
const id = 'rehearsal-1';
const wentBack = { when: [{ at: 'weight>=26', set: { 'canary.errorRate': '30%' } }] };

let server: Server;
let lab: Lab;
let folder: string;
/** Answers this instead of the function. */
let broken: { readonly status: number; readonly body: string } | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      void answer(body).then(({ status, body: text }) => response.writeHead(status).end(text));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'A');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  ({ lab } = await tell(wentBack));
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});
beforeEach(async () => {
  broken = undefined;
  folder = await mkdtemp(join(tmpdir(), 'cutover-report-'));
});

async function answer(body: string): Promise<{ readonly status: number; readonly body: string }> {
  if (broken !== undefined) return broken;
  const heard: { statusCode: number; body: string }[] = [];
  lab.lambda.invoke('showCutover', { requestContext, body }, (result) =>
    heard.push(('output' in result ? result.output : { statusCode: 502, body: '' }) as (typeof heard)[0]),
  );
  while (heard.length === 0) await lab.clock.step();
  return { status: heard[0]?.statusCode ?? 0, body: heard[0]?.body ?? '' };
}

async function run(...words: string[]) {
  const seen = { out: '', err: '', code: -1 };
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void (seen.out += `${text}\n`),
    complain: (text) => void (seen.err += `${text}\n`),
    progress: (text) => void (seen.err += text),
  };
  const command = reportCommand(io, (code) => void (seen.code = code)).exitOverride();
  await command.parseAsync([...words, '--url', urlOf(server)], { from: 'user' });
  return seen;
}

function urlOf(listening: Server): string {
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
}

/** What does not need the minutes after the guard's last look. */
function kept({ outcome, reason, written, checks, approvals, triggers }: Report): object {
  return { outcome, reason, written, checks, approvals, triggers };
}

const h1 = '<h1>Rolled back: all users are on the old version</h1>';

describe('a cutover that is over', () => {
  test('is a page in a file, and nothing but the page', async () => {
    const file = join(folder, 'report.html');
    expect(await run(id, '--output', file)).toMatchObject({ code: 0, out: `Report: ${file}\n` });
    expect(await readFile(file, 'utf8')).toContain(h1);
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  test('is named after itself where nobody names the file', async () => {
    const words = [fileURLToPath(new URL('../../cli/cutover.js', import.meta.url)), 'report', id];
    const env = { ...process.env, CUTOVER_SHOW_URL: urlOf(server) };
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: folder, env });
    expect(stdout).toBe(`Report: ${id}.html\n`);
    expect(await readFile(join(folder, `${id}.html`), 'utf8')).toContain(h1);
  });

  test('- is standard output', async () => {
    const { out, code } = await run(id, '--output', '-');
    expect([code, out.includes(h1)]).toEqual([0, true]);
  });

  test('without a name it is the newest, as Markdown on standard output', async () => {
    const { code, out, err } = await run('--format', 'markdown');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^# claude-proxy: Rolled back: all users are on the old version\n/);
  });

  test('--json is one document, with what the ledger has', async () => {
    const { code, out } = await run(id, '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out) as Report;
    expect(report).toMatchObject({ cutoverId: id, outcome: 'rolledBack', users: { countedBy: 'balancer' } });
    expect(Object.keys(report).filter((name) => ['pk', 'sk'].includes(name))).toEqual([]);
  });
});

describe('a file', () => {
  test('that is there stays as it is, until somebody gives it up', async () => {
    const file = join(folder, 'report.html');
    await writeFile(file, 'the one of yesterday');
    const { code, out, err } = await run(id, '--output', file);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(`${file} is already there: --force`)]);
    expect(await readFile(file, 'utf8')).toBe('the one of yesterday');
    expect((await run(id, '--output', file, '--force')).code).toBe(0);
    expect(await readFile(file, 'utf8')).toContain(h1);
  });

  test('that is a folder, or in none, is said before anything is asked', async () => {
    broken = { status: 500, body: 'nobody should have asked' };
    await mkdir(join(folder, 'here'));
    expect(await run(id, '--output', join(folder, 'here'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('this is a folder'),
    });
    expect(await run(id, '--output', join(folder, 'nowhere', 'a.html'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('ENOENT'),
    });
    expect(await readdir(folder)).toEqual(['here']);
  });
});

test.each([
  ['nobody has started it', undefined, 2, `nobody has started a cutover never-1`],
  ['AWS does not let the caller in', { status: 403, body: '{"Message":"Forbidden"}' }, 2, 'on showCutover'],
  ['the function is broken', { status: 502, body: 'oh' }, 1, 'the function answered 502: oh'],
  ['an older one is deployed', { status: 200, body: '{"told":"x","does":"show"}' }, 2, 'older than this'],
])('%s: nothing is written', async (_title, answered, code, words) => {
  broken = answered;
  const file = join(folder, 'report.html');
  const seen = await run('never-1', '--output', file);
  expect(seen).toMatchObject({ code, out: '', err: expect.stringContaining(words) });
  expect(await readdir(folder)).toEqual([]);
});

test('a name that would leave the folder is none', async () => {
  const { code, err } = await run('../../etc/passwd');
  expect([code, err]).toEqual([2, expect.stringContaining(`cannot be a cutover's name`)]);
});

describe('with another lab', () => {
  test('a cutover that runs has none yet: 2, and where to look', async () => {
    lab = buildLab({ seed: 1, production: productionOf(calmScenario()) });
    lab.engine.startExecution({
      stateMachineArn: lab.stateMachineArn,
      name: 'a-1',
      input: JSON.stringify({ ...(await samplePlan()), live: true }),
    });
    for (let steps = 0; steps < 300; steps += 1) await lab.clock.step();
    const { code, out, err } = await run('a-1', '--json');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^a-1 is not over \(.*\): watch it with npx cutover watch a-1\n$/);
  });

  test('one whose report got lost is told from the ledger, and says that it is', async () => {
    ({ lab } = await tell(wentBack));
    const written = JSON.parse((await run(id, '--json')).out) as Report;
    lab.ledger.actions.DeleteItem({ TableName: ledgerTable, Key: { ...reportKey({ id, live: true }) } });
    const made = JSON.parse((await run(id, '--json')).out) as Report;
    expect(kept(made)).toEqual(kept(written));
    expect(made.minutesUnread).toContain('made from the ledger');
    expect(made.users?.failedByCanary).toBeGreaterThan(0);
  });

  test('and so is one that was stopped before it could write anything', async () => {
    ({ lab } = await tell({ when: [{ at: '+1s', stop: 'execution' }] }));
    const { code, out } = await run(id, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('ABORTED') });
  });

  test('where there is no cutover at all, it says so', async () => {
    lab = buildLab({ seed: 1, production: productionOf(calmScenario()) });
    expect(await run()).toMatchObject({ code: 2, err: 'there is no cutover yet\n' });
  });
});
