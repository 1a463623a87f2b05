/** `cutover serve` as a process: what it prints, how it ends, and the real `aws` CLI against it where there is one. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { readPlan } from '../../cli/read-plan.ts';

const cli = fileURLToPath(new URL('../../cli/cutover.js', import.meta.url));

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

interface Ended {
  readonly code: number | null;
  readonly printed: string;
  readonly complained: string;
}

/** Starts it and waits for its two lines. */
async function serving(...options: string[]) {
  const { child, ended, lines } = run('--port', '0', ...options);
  const [url = '', stateMachineArn = ''] = await lines(2);
  return { child, ended, url: lastWord(url), stateMachineArn: lastWord(stateMachineArn) };
}

const lastWord = (line: string) => line.split(/\s+/).at(-1) ?? '';

function run(...options: string[]) {
  const child = spawn(process.execPath, [cli, 'serve', ...options]);
  children.add(child);
  let printed = '';
  let complained = '';
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, printed, complained }));
  });
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const lines = (count: number) =>
    new Promise<string[]>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const whole = printed.split('\n').slice(0, -1);
        if (whole.length >= count) resolve(whole);
      });
      void ended.then(({ complained: why }) => reject(new Error(`it ended: ${why}`)));
    });
  return { child, ended, lines };
}

test('it prints where it listens and what is loaded, and Ctrl-C ends it cleanly', async () => {
  const { child, ended, url, stateMachineArn } = await serving();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(stateMachineArn).toBe('arn:aws:states:eu-west-1:123456789012:stateMachine:cutover-lab');
  child.kill('SIGINT');
  const { code, complained } = await ended;
  expect([code, complained]).toEqual([0, 'Ctrl-C ends it.\n']);
});

test('Ctrl-C also ends it while somebody waits for an answer', async () => {
  const { child, ended, url } = await serving();
  const ask = (operation: string, body: object) =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': `AWSStepFunctions.${operation}`,
      },
    });
  const { activityArn } = (await (await ask('CreateActivity', { name: 'idle' })).json()) as {
    activityArn: string;
  };
  const poll = ask('GetActivityTask', { activityArn }).catch((error: unknown) => error);
  await ask('ListActivities', {});
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  await poll;
});

test('a port that is taken is told, and nothing is done', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  const { port } = other.address() as AddressInfo;
  const { code, printed, complained } = await run('--port', String(port)).ended;
  other.close();
  expect([code, printed]).toEqual([2, '']);
  expect(complained).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program: choose another with --port, or 0 for any that is free\n`,
  );
});

test.each([
  [['--port', '65536'], 'a port is a whole number from 0 to 65535'],
  [['--port', '80x'], 'a port is a whole number from 0 to 65535'],
  [['--speed', '0'], "a speed is a number above 0, or 'max'"],
  [['--speed', 'fast'], "a speed is a number above 0, or 'max'"],
  [['--lambda-endpoint', 'localhost:9001'], 'an endpoint is an address like http://127.0.0.1:9001'],
])('%j is refused with what is allowed', async (options, why) => {
  const { code, complained } = await run(...options).ended;
  expect(code).toBe(2);
  expect(complained).toContain(why);
});

const hasAws = await new Promise<boolean>((resolve) => {
  execFile('aws', ['--version'], (error) => resolve(error === null));
});

function aws(url: string, ...words: string[]): Promise<unknown> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'anybody',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  const all = ['stepfunctions', ...words, '--endpoint-url', url, '--output', 'json'];
  return new Promise((resolve, reject) => {
    execFile('aws', all, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout === '' ? {} : JSON.parse(stdout));
      else reject(new Error(stderr));
    });
  });
}

describe.skipIf(!hasAws)('the real aws CLI (skipped where `aws` is missing)', () => {
  test('starts, lists, describes and reads a cutover, and is told AWS’s errors', {
    timeout: 120_000,
  }, async () => {
    const { url, stateMachineArn } = await serving();
    const read = await readPlan('events/plan.yml');
    const input = JSON.stringify({ ...('document' in read && read.document), live: true });
    const machine = ['--state-machine-arn', stateMachineArn];
    const started = (await aws(
      url,
      'start-execution',
      ...machine,
      '--name',
      'tonight',
      '--input',
      input,
    )) as {
      executionArn: string;
    };
    const execution = ['--execution-arn', started.executionArn];
    let told: { status?: string; output?: string } = {};
    while (told.status === undefined || told.status === 'RUNNING')
      told = (await aws(url, 'describe-execution', ...execution)) as typeof told;
    expect(told.status).toBe('SUCCEEDED');
    expect(JSON.parse(told.output ?? '')).toMatchObject({ outcome: 'promoted' });
    expect(await aws(url, 'list-executions', ...machine, '--status-filter', 'SUCCEEDED')).toMatchObject({
      executions: [{ name: 'tonight' }],
    });
    // The CLI follows the pages.
    const history = (await aws(url, 'get-execution-history', ...execution)) as { events: { id: number }[] };
    expect(history.events.length).toBeGreaterThan(1000);
    expect(history.events.map(({ id }) => id)).toEqual(history.events.map((_, index) => index + 1));
    await expect(
      aws(url, 'stop-execution', '--execution-arn', `${started.executionArn}-not`),
    ).rejects.toThrow(/\(ExecutionDoesNotExist\).* Execution Does Not Exist/);
  });
});
