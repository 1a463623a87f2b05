/** Redrives and single states through the API, asked by the SDK's client. */
import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { ask, machine, refusal, role, served, until } from './served.ts';

const { client, url } = await served();

const tested = (definition: object, more: Partial<sfn.TestStateCommandInput> = {}) =>
  client.send(new sfn.TestStateCommand({ definition: JSON.stringify(definition), roleArn: role, ...more }));

describe('TestState', () => {
  const wait = { Type: 'Wait', Seconds: 60, Next: 'On' };

  test('performs the state; details come when they are asked for', async () => {
    const pass = {
      Type: 'Pass',
      InputPath: '$.a',
      Parameters: { 'c.$': '$.b' },
      ResultPath: '$.d',
      End: true,
    };
    const input = '{"a":{"b":1}}';
    const info = await tested(pass, { input });
    expect(info).toMatchObject({ status: 'SUCCEEDED', output: '{"a":{"b":1},"d":{"c":1}}' });
    expect(info.inspectionData).toBeUndefined();
    expect((await tested(pass, { input, inspectionLevel: 'DEBUG' })).inspectionData).toMatchObject({
      input,
      afterInputPath: '{"b":1}',
      afterParameters: '{"c":1}',
      afterResultPath: '{"a":{"b":1},"d":{"c":1}}',
    });
  });

  test('of JSONata shows its arguments, and reads variables and a context', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Arguments: { MessageBody: '{% $states.context.Task.Token & $who %}' },
      Output: '{% $states.result %}',
      End: true,
    };
    const more = { variables: '{"who":"dana"}', context: '{"Task":{"Token":"of "}}' };
    const mock = { result: '{"ok":true}' };
    expect(await tested(definition, { ...more, mock, inspectionLevel: 'TRACE' })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"ok":true}',
      inspectionData: { afterArguments: '{"MessageBody":"of dana"}', variables: '{"who":"dana"}' },
    });
    expect(await refusal(tested(definition, more))).toMatchObject({ name: 'ValidationException' });
  });

  test('takes virtual time, at most five minutes of it', async () => {
    expect(await tested(wait)).toMatchObject({ status: 'SUCCEEDED', nextState: 'On' });
    expect(await tested({ ...wait, Seconds: 600 })).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
  });

  test('of a Map needs a mock, and refuses what the lab does not play', async () => {
    const each = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } },
      Catch: [{ ErrorEquals: ['Busy'], Next: 'Back' }],
      End: true,
    };
    expect(await refusal(tested(each, { input: '[1]' }))).toMatchObject({ name: 'ValidationException' });
    const busy = { errorOutput: { error: 'Busy', cause: '' } };
    expect(await tested(each, { input: '[1]', mock: busy })).toMatchObject({
      status: 'CAUGHT_ERROR',
      nextState: 'Back',
    });
    const configured = { mock: busy, stateConfiguration: { mapIterationFailureCount: 1 } };
    expect((await refusal(tested(each, configured))).message).toContain('mapIterationFailureCount');
    expect(await refusal(tested({ Type: 'Pass' }))).toMatchObject({ name: 'InvalidDefinition' });
  });

  test('answers as the host that the SDKs put before ours', async () => {
    const { port } = new URL(url);
    const { status, text } = await ask(url, JSON.stringify({ definition: '{"Type":"Succeed"}' }), {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'AWSStepFunctions.TestState',
      Host: `sync-localhost:${port}`,
    });
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'SUCCEEDED', output: '{}' }]);
  });
});

const described = (executionArn: string) => client.send(new sfn.DescribeExecutionCommand({ executionArn }));
const ended = (executionArn: string) =>
  until(
    () => described(executionArn),
    ({ status }) => status !== 'RUNNING',
  );

describe('RedriveExecution', () => {
  test('goes on where it ended, counted, in a list of its own', async () => {
    const definition = machine({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Fail', Error: 'Broken' },
    });
    const created = await client.send(
      new sfn.CreateStateMachineCommand({ name: 'again', definition, roleArn: role }),
    );
    const { stateMachineArn = '' } = created;
    const { executionArn = '' } = await client.send(
      new sfn.StartExecutionCommand({ stateMachineArn, name: 'one' }),
    );
    await client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'other' }));
    expect(await ended(executionArn)).toMatchObject({ redriveStatus: 'REDRIVABLE', redriveCount: 0 });
    const { redriveDate } = await client.send(new sfn.RedriveExecutionCommand({ executionArn }));
    const told = await ended(executionArn);
    expect(told).toMatchObject({ status: 'FAILED', redriveCount: 1, redriveDate });
    const history = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }));
    expect(history.events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'FailStateEntered',
      'ExecutionFailed',
      'ExecutionRedriven',
      'ExecutionFailed',
    ]);
    expect(history.events?.[5]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
    const listed = async (redriveFilter: sfn.ExecutionRedriveFilter) => {
      const { executions } = await client.send(
        new sfn.ListExecutionsCommand({ stateMachineArn, redriveFilter }),
      );
      return executions?.map(({ name, redriveCount }) => [name, redriveCount]);
    };
    expect(await listed('REDRIVEN')).toEqual([['one', 1]]);
    expect(await listed('NOT_REDRIVEN')).toEqual([['other', 0]]);
  });

  test('refuses one that succeeded, and one that nobody knows', async () => {
    const definition = machine({ A: { Type: 'Succeed' } });
    const created = await client.send(
      new sfn.CreateStateMachineCommand({ name: 'fine', definition, roleArn: role }),
    );
    const { stateMachineArn = '' } = created;
    const { executionArn = '' } = await client.send(new sfn.StartExecutionCommand({ stateMachineArn }));
    await ended(executionArn);
    const again = (arn: string) =>
      refusal(client.send(new sfn.RedriveExecutionCommand({ executionArn: arn })));
    expect(await again(executionArn)).toMatchObject({ name: 'ExecutionNotRedrivable' });
    expect(await again(`${executionArn}0`)).toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});
