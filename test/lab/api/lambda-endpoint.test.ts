/** Lambda tasks that are sent to a server with Lambda's Invoke API, and those that have none. */
import * as sfn from '@aws-sdk/client-sfn';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { machine, role, served, until } from './served.ts';

interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Behaviour = (seen: Seen, response: ServerResponse) => void;

const behaviours: Record<string, Behaviour> = {};
const calls: Seen[] = [];

const lambda = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { url: path = '', headers } = request;
    const seen = { path, headers, body: Buffer.concat(chunks).toString() };
    calls.push(seen);
    const name = decodeURIComponent(/functions\/([^/]+)\//.exec(path)?.[1] ?? '').replace(/^.*:/, '');
    behaviours[name]?.(seen, response);
  });
});
await new Promise<void>((resolve) => {
  lambda.listen(0, '127.0.0.1', resolve);
});
const endpoint = new URL(`http://127.0.0.1:${(lambda.address() as AddressInfo).port}/`);
const { client, url } = await served({ endpoint });
afterAll(() => {
  lambda.closeAllConnections();
  lambda.close();
});

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const invoke = (FunctionName: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, 'Payload.$': '$' },
  End: true,
  ...more,
});

async function start(definition: string, asked = client): Promise<string> {
  const name = `machine-${calls.length}-${Math.random().toString(36).slice(2)}`;
  const made = await asked.send(new sfn.CreateStateMachineCommand({ name, definition, roleArn: role }));
  const { stateMachineArn } = made;
  const input = '{"n":1}';
  return (await asked.send(new sfn.StartExecutionCommand({ stateMachineArn, input }))).executionArn ?? '';
}

async function run(states: object) {
  const executionArn = await start(machine(states));
  const look = () => client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  return until(look, ({ status }) => status !== 'RUNNING');
}

describe('a function', () => {
  test('named by its ARN gets the input and gives the output', async () => {
    behaviours['double'] = ({ body }, response) => response.end(JSON.stringify({ twice: [body, body] }));
    const told = await run({ A: { Type: 'Task', Resource: arnOf('double'), End: true } });
    expect(JSON.parse(told.output ?? '')).toEqual({ twice: ['{"n":1}', '{"n":1}'] });
    expect(calls.at(-1)).toMatchObject({
      path: `/2015-03-31/functions/${encodeURIComponent(arnOf('double'))}/invocations`,
      headers: { 'x-amz-invocation-type': 'RequestResponse', 'content-type': 'application/json' },
    });
  });

  test('asked through lambda:invoke is answered in the service’s envelope', async () => {
    behaviours['echo'] = ({ body }, response) => {
      response.setHeader('X-Amz-Executed-Version', '7');
      response.end(body);
    };
    const told = await run({
      A: invoke('echo', { Parameters: { FunctionName: 'echo', Qualifier: 'live', 'Payload.$': '$' } }),
    });
    expect(JSON.parse(told.output ?? '')).toMatchObject({
      ExecutedVersion: '7',
      Payload: { n: 1 },
      StatusCode: 200,
    });
    expect(calls.at(-1)?.path).toBe('/2015-03-31/functions/echo/invocations?Qualifier=live');
  });

  test('that throws fails its task with its error type and its whole answer', async () => {
    const body = JSON.stringify({ errorMessage: 'not today', errorType: 'Lazy', trace: [] });
    behaviours['lazy'] = (_, response) => {
      response.setHeader('X-Amz-Function-Error', 'Unhandled');
      response.end(body);
    };
    expect(await run({ A: invoke('lazy') })).toMatchObject({ status: 'FAILED', error: 'Lazy', cause: body });
  });

  test('that is not there fails as AWS says it', async () => {
    behaviours['nobody'] = (_, response) => {
      response.writeHead(404, { 'x-amzn-ErrorType': 'ResourceNotFoundException', 'x-amzn-RequestId': 'r-1' });
      response.end(JSON.stringify({ Type: 'User', Message: 'Function not found: nobody' }));
    };
    expect(await run({ A: invoke('nobody') })).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause:
        'Function not found: nobody (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: r-1; Proxy: null)',
    });
  });

  test('whose server hangs up is a client’s error, which a Retry can name', async () => {
    let tries = 0;
    behaviours['shaky'] = ({ body }, response) => {
      tries += 1;
      if (tries === 1) response.destroy();
      else response.end(body);
    };
    const Retry = [{ ErrorEquals: ['Lambda.SdkClientException'], IntervalSeconds: 30 }];
    expect(await run({ A: invoke('shaky', { Retry }) })).toMatchObject({ status: 'SUCCEEDED' });
    expect(tries).toBe(2);
  });

  test('that gets a task token may answer it long before it returns', async () => {
    let finish: (() => void) | undefined;
    behaviours['token'] = ({ body }, response) => {
      finish = () => response.end('{}');
      const { token: taskToken } = JSON.parse(body) as { token: string };
      void client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
    };
    const told = await run({
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: 'token', Payload: { 'token.$': '$$.Task.Token' } },
        TimeoutSeconds: 3600,
        End: true,
      },
    });
    finish?.();
    expect(told).toMatchObject({ status: 'SUCCEEDED', output: '"yes"' });
  });
});

test('time stands still while a call is under way, and goes on when it is over', async () => {
  let finish: (() => void) | undefined;
  const arrived = new Promise<void>((resolve) => {
    behaviours['slow'] = (_, response) => {
      finish = () => response.end('{}');
      resolve();
    };
  });
  const executionArn = await start(
    machine({
      Both: {
        Type: 'Parallel',
        End: true,
        Branches: [
          { StartAt: 'Slow', States: { Slow: invoke('slow', { TimeoutSeconds: 900 }) } },
          { StartAt: 'Hour', States: { Hour: { Type: 'Wait', Seconds: 3600, End: true } } },
        ],
      },
    }),
  );
  await arrived;
  const types = async () => {
    const { events = [] } = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }));
    return events.map(({ type }) => type);
  };
  for (let times = 0; times < 20; times += 1) expect(await types()).not.toContain('WaitStateExited');
  finish?.();
  await until(types, (seen) => seen.includes('ExecutionSucceeded'));
});

test('the functions of the cutover state machine are asked there too', async () => {
  behaviours['cutover-lab-readPlan'] = (_, response) => {
    response.setHeader('X-Amz-Function-Error', 'Unhandled');
    response.end(JSON.stringify({ errorType: 'BadInput', errorMessage: 'sent here' }));
  };
  const before = calls.length;
  const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:cutover-lab';
  await client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'away', input: '{}' }));
  const [call] = await until(
    () => Promise.resolve(calls.slice(before)),
    (seen) => seen.length > 0,
  );
  expect(call?.path).toContain('cutover-lab-readPlan');
});

test('without an endpoint a function that is not ours is not found', async () => {
  const bare = await served();
  const executionArn = await start(machine({ A: invoke('elsewhere') }), bare.client);
  const look = () => bare.client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  const told = await until(look, ({ status }) => status !== 'RUNNING');
  expect(told).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  expect(told.cause).toContain(
    'Function not found: arn:aws:lambda:us-east-1:123456789012:function:elsewhere:$LATEST',
  );
  expect(url).not.toBe(bare.url);
});
