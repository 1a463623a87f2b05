/** How soon `cutover serve` answers, and how many state transitions a second it runs for a client over HTTP. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './median.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const rounds = 5;
const executions = 20;
const turns = 1000;
/** Of a counting loop, a Pass and a Choice each, and its end. */
const transitions = executions * (2 * turns + 1);

const loop = JSON.stringify({
  StartAt: 'Count',
  States: {
    Count: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Enough?' },
    'Enough?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.n', NumericLessThan: turns, Next: 'Count' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
});

export async function benchServe(): Promise<string[]> {
  const starts: number[] = [];
  const perSecond: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const lab = await served();
    try {
      await lab.ask('ListActivities', {});
      starts.push(performance.now() - startedAt);
      const stateMachineArn = await created(lab.ask);
      await run(lab.ask, stateMachineArn, 'warm');
      const begunAt = performance.now();
      await run(lab.ask, stateMachineArn, 'measured');
      perSecond.push(transitions / ((performance.now() - begunAt) / 1000));
    } finally {
      lab.end();
    }
  }
  const thousands = Math.round(median(perSecond) / 1000);
  return [
    `| \`cutover serve\`, from the command to its first answer | ${(median(starts) / 1000).toFixed(2)} s |`,
    `| state transitions a second through it (${executions} counting loops at once, histories kept) | ${thousands},000 |`,
  ];
}

type Ask = (operation: string, body: object) => Promise<Readonly<Record<string, string>>>;

async function served(): Promise<{ ask: Ask; end(): void }> {
  const child = spawn(process.execPath, ['cli/cutover.js', 'serve', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(/http:\S+/.exec(chunk.toString())?.[0] ?? ''));
    child.once('close', (code) => reject(new Error(`cutover serve ended with ${code}`)));
  });
  const ask: Ask = async (operation, body) => {
    const headers = {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${operation}`,
    };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Record<string, string>;
  };
  return { ask, end: () => child.kill('SIGKILL') };
}

async function created(ask: Ask): Promise<string> {
  const input = { name: 'loop', definition: loop, roleArn: 'arn:aws:iam::123456789012:role/bench' };
  return (await ask('CreateStateMachine', input))['stateMachineArn'] ?? '';
}

async function run(ask: Ask, stateMachineArn: string, name: string): Promise<void> {
  const started = Array.from({ length: executions }, (_, index) =>
    ask('StartExecution', { stateMachineArn, name: `${name}-${index}`, input: '{"n":0}' }),
  );
  for (const one of started) {
    const { executionArn = '' } = await one;
    let status: string | undefined = 'RUNNING';
    while (status === 'RUNNING') ({ status } = await ask('DescribeExecution', { executionArn }));
    if (status !== 'SUCCEEDED') throw new Error(`an execution ended as ${status}`);
  }
}
