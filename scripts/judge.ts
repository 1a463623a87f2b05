/**
 * The judge that lies with the recordings, against `cutover serve`: every recorded case over HTTP, as any client would
 * play it. Ends with 1 where a case differs that docs/lab.md does not list, or agrees although it is listed.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { knownDifferences, titleOf } from '../test/lab/states/recordings/differences.ts';

const judge = fileURLToPath(new URL('../../shared/asl-recordings/judge.py', import.meta.url));
const cli = fileURLToPath(new URL('../cli/cutover.js', import.meta.url));

interface Judged {
  readonly id: string;
  readonly outcome: boolean;
  /** Null where none was recorded. */
  readonly history: boolean | null;
  readonly why: string;
}

async function main(): Promise<void> {
  const missing = await whatIsMissing();
  if (missing !== undefined) {
    console.log(`conformance over HTTP is skipped: ${missing}`);
    return;
  }
  const lambdaEndpoint = `http://127.0.0.1:${await freePort()}`;
  const folder = mkdtempSync(join(tmpdir(), 'cutover-judge-'));
  const lab = spawn(process.execPath, [cli, 'serve', '--port', '0', '--lambda-endpoint', lambdaEndpoint], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await addressOf(lab.stdout);
    const file = join(folder, 'judged.json');
    await ran('python3', [judge, '--endpoint-url', url, '--lambda-endpoint', lambdaEndpoint, '--json', file]);
    report(JSON.parse(readFileSync(file, 'utf8')) as Judged[]);
  } finally {
    lab.kill('SIGINT');
    rmSync(folder, { recursive: true });
  }
}

function whatIsMissing(): Promise<string | undefined> {
  if (!existsSync(judge)) return Promise.resolve('the recordings are not beside this repository');
  return new Promise((resolve) => {
    execFile('python3', ['-c', 'import boto3'], (error) =>
      resolve(error === null ? undefined : 'python3 with boto3 is missing'),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /http:\/\/\S+/.exec(printed)?.[0];
      if (url !== undefined && printed.includes('\n')) resolve(url);
    });
    stdout.on('end', () => reject(new Error('cutover serve ended before it listened')));
  });
}

function ran(command: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(command, words, { stdio: ['ignore', 'inherit', 'inherit'] }).on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}

function report(cases: readonly Judged[]): void {
  const known = knownDifferences();
  const differing = cases.filter(({ outcome, history }) => !outcome || history === false);
  const surprises = differing.filter(({ id }) => !known.has(titleOf(id)));
  const names = new Set(differing.map(({ id }) => titleOf(id)));
  const healed = [...known.keys()].filter((name) => !names.has(name));
  for (const { id, why } of surprises) console.log(`differs, and is not listed: ${titleOf(id)}\n    ${why}`);
  for (const name of healed) console.log(`agrees now, take it off the list in docs/lab.md: ${name}`);
  console.log(
    `${cases.length} recorded cases over HTTP, ${differing.length} differ, ${known.size} are listed`,
  );
  if (cases.length === 0 || surprises.length + healed.length > 0) process.exitCode = 1;
}

await main();
