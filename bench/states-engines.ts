/** The engines that are measured: ours, `aws-local-stepfunctions` and moto's, the latter two where they are installed. */
import { spawn } from 'node:child_process';
import { VirtualClock } from '../lab/clock.ts';
import { Random } from '../lab/random.ts';
import { StatesEngine } from '../lab/states/engine.ts';
import type { HistoryMode } from '../lab/states/history.ts';
import type { Program } from './states-programs.ts';

export interface Engine {
  readonly name: string;
  /** How often it runs a program for one sample, and how many samples are taken after the first. */
  readonly repeats: number;
  readonly rounds: number;
  /** Of the loops' turns and the Maps' items. */
  readonly share: number;
  /** Runs the program to its end; rejects where it does not succeed. */
  run(program: Program): Promise<void>;
  end(): void;
}

export function lab(history: HistoryMode = 'full') {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5));
  const random = new Random(1);
  const engine = new StatesEngine(
    {
      clock,
      region: 'eu-west-1',
      account: '123456789012',
      random: () => random.next(),
      uuid: () => random.uuid(),
      startTask: (_task, done) => void clock.after(1000, () => done({ output: {} })),
    },
    { history },
  );
  return { clock, engine };
}

export function ours(): Engine {
  const { clock, engine } = lab();
  const arns = new Map<Program, string>();
  return {
    name: 'here',
    repeats: 20,
    rounds: 5,
    share: 1,
    run: async (program) => {
      const name = `m${arns.size}`;
      const arn =
        arns.get(program) ??
        engine.createStateMachine({ name, definition: program.definition }).stateMachineArn;
      arns.set(program, arn);
      const { executionArn } = engine.startExecution({
        stateMachineArn: arn,
        input: JSON.stringify(program.input),
      });
      while (await clock.step());
      const { status } = engine.describeExecution(executionArn);
      if (status !== 'SUCCEEDED') throw new Error(`${program.name} ended ${status}`);
    },
    end: () => undefined,
  };
}

interface LocalModule {
  readonly StateMachine: new (definition: object) => { run(input: unknown): { result: Promise<unknown> } };
}

/** Undefined where it is not installed. */
export async function awsLocal(): Promise<Engine | undefined> {
  const name = 'aws-local-stepfunctions';
  const local = await (import(name) as Promise<LocalModule>).catch(() => undefined);
  if (local === undefined) return undefined;
  return {
    name,
    repeats: 3,
    rounds: 5,
    share: 1,
    run: async ({ definition, input }) => {
      await new local.StateMachine(definition).run(input).result;
    },
    end: () => undefined,
  };
}

const port = 5077;

/** Undefined where it is not installed. It is asked over HTTP, as it has no other way. */
export async function moto(): Promise<Engine | undefined> {
  const server = spawn('moto_server', ['-p', String(port)], {
    stdio: 'ignore',
    env: withCredentials(),
    // Its own group, because what is installed may be a script around it.
    detached: true,
  });
  const isHere = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    void answered().then(resolve);
  });
  if (!isHere) return undefined;
  await post('/moto-api/config', { stepfunctions: { execute_state_machine: true } });
  let count = 0;
  return {
    name: 'moto (25 times smaller)',
    repeats: 1,
    rounds: 1,
    share: 0.04,
    run: async (program) => {
      count += 1;
      // It cannot start a second execution beside one that has ended.
      await post('/moto-api/reset', {});
      const { stateMachineArn } = await ask('CreateStateMachine', {
        name: `m${count}`,
        definition: JSON.stringify(program.definition),
        roleArn: 'arn:aws:iam::123456789012:role/bench',
      });
      const input = JSON.stringify(program.input);
      const { executionArn } = await ask('StartExecution', { stateMachineArn, input });
      for (;;) {
        const { status } = await ask('DescribeExecution', { executionArn });
        if (status === 'SUCCEEDED') return;
        if (status !== 'RUNNING') throw new Error(`${program.name} ended ${String(status)}`);
        await pause(5);
      }
    },
    end: () => {
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    },
  };
}

const withCredentials = () => ({ ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });

async function answered(): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const isThere = await post('/moto-api/config', {}).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
    await pause(100);
  }
  return false;
}

async function post(path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

const ask = (operation: string, body: object) =>
  post('/', body, {
    'Content-Type': 'application/x-amz-json-1.0',
    'X-Amz-Target': `AWSStepFunctions.${operation}`,
    Authorization:
      'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=x',
  });
