/** Executions through the API, asked by the SDK's client. */
import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { machine, pass, refusal, role, served, until } from './served.ts';

const { client } = await served();

let count = 0;
async function created(definition = pass, type: sfn.StateMachineType = 'STANDARD') {
  count += 1;
  const input = { name: `machine-${count}`, definition, roleArn: role, type };
  return (await client.send(new sfn.CreateStateMachineCommand(input))).stateMachineArn ?? '';
}

const start = async (stateMachineArn: string, more: Partial<sfn.StartExecutionCommandInput> = {}) =>
  (await client.send(new sfn.StartExecutionCommand({ stateMachineArn, ...more }))).executionArn ?? '';

const described = (executionArn: string) => client.send(new sfn.DescribeExecutionCommand({ executionArn }));

const ended = (executionArn: string) =>
  until(
    () => described(executionArn),
    ({ status }) => status !== 'RUNNING',
  );

const forever = machine({
  A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true },
});
const failing = machine({ A: { Type: 'Fail', Error: 'Broken', Cause: 'because' } });

describe('an execution', () => {
  test('runs to its end, hours in no time, and is told with what came in and out', async () => {
    const waits = await created(
      machine({ A: { Type: 'Wait', Seconds: 7200, Next: 'B' }, B: { Type: 'Pass', End: true } }),
    );
    const told = await ended(await start(waits, { name: 'one', input: '{"a": 1}' }));
    expect(told).toMatchObject({
      executionArn: waits.replace(':stateMachine:', ':execution:').concat(':one'),
      stateMachineArn: waits,
      name: 'one',
      status: 'SUCCEEDED',
      input: '{"a": 1}',
      inputDetails: { included: true },
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(JSON.parse(told.output ?? '')).toEqual({ a: 1 });
    expect(told.stopDate?.getTime()).toBe((told.startDate?.getTime() ?? 0) + 7_200_000);
  });

  test('without an input has an empty object, and a name of its own', async () => {
    const told = await ended(await start(await created()));
    expect(told).toMatchObject({ input: '{}', output: '{}' });
    expect(told.name).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  test('that fails has error and cause, and could be redriven', async () => {
    expect(await ended(await start(await created(failing)))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'because',
      redriveStatus: 'REDRIVABLE',
    });
  });

  test('told without data has none of them', async () => {
    const executionArn = await start(await created(), { input: '{"secret": 1}' });
    await ended(executionArn);
    const told = await client.send(
      new sfn.DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
    );
    expect(told).toMatchObject({ status: 'SUCCEEDED', inputDetails: { included: false } });
    expect(told.input).toBeUndefined();
    expect(told.output).toBeUndefined();
  });

  test('is started once by name: again alike while it runs, refused afterwards or with another input', async () => {
    const arn = await created(forever);
    const first = await client.send(
      new sfn.StartExecutionCommand({ stateMachineArn: arn, name: 'same', input: '{}' }),
    );
    const again = await client.send(
      new sfn.StartExecutionCommand({ stateMachineArn: arn, name: 'same', input: '{}' }),
    );
    expect([again.executionArn, again.startDate]).toEqual([first.executionArn, first.startDate]);
    const other = await refusal(start(arn, { name: 'same', input: '{"other": 1}' }));
    expect(other).toBeInstanceOf(sfn.ExecutionAlreadyExists);
    expect(other.message).toBe(`Execution Already Exists: '${first.executionArn}'`);
    await client.send(new sfn.StopExecutionCommand({ executionArn: first.executionArn }));
    expect(await refusal(start(arn, { name: 'same', input: '{}' }))).toBeInstanceOf(
      sfn.ExecutionAlreadyExists,
    );
  });

  test('can be stopped, with an error and a cause; stopping it again changes nothing', async () => {
    const executionArn = await start(await created(forever));
    const { stopDate } = await client.send(
      new sfn.StopExecutionCommand({ executionArn, error: 'Enough', cause: 'of this' }),
    );
    await client.send(new sfn.StopExecutionCommand({ executionArn, error: 'Other' }));
    expect(await described(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'of this',
      stopDate,
    });
  });
});

describe('the list of executions', () => {
  test('is newest first, in pages, by status', async () => {
    const arn = await created(
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'B' }], Default: 'C' },
        B: { Type: 'Succeed' },
        C: { Type: 'Fail' },
      }),
    );
    const names = ['1', '2', '3', '4', '5'];
    for (const name of names)
      await ended(await start(arn, { name, input: JSON.stringify({ ok: name !== '3' }) }));
    const listed: (string | undefined)[] = [];
    const pages = sfn.paginateListExecutions({ client, pageSize: 2 }, { stateMachineArn: arn });
    for await (const { executions = [] } of pages) listed.push(...executions.map(({ name }) => name));
    expect(listed).toEqual(names.toReversed());
    const { executions } = await client.send(
      new sfn.ListExecutionsCommand({ stateMachineArn: arn, statusFilter: 'FAILED' }),
    );
    expect(executions).toMatchObject([{ name: '3', status: 'FAILED', stateMachineArn: arn }]);
  });

  test('goes on where it was although others have started meanwhile', async () => {
    const arn = await created();
    for (const name of ['1', '2', '3']) await ended(await start(arn, { name }));
    const first = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn: arn, maxResults: 2 }));
    await ended(await start(arn, { name: '4' }));
    const { nextToken } = first;
    const next = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn: arn, nextToken }));
    expect(next.executions?.map(({ name }) => name)).toEqual(['1']);
  });

  test('refuses another list’s token, an Express machine and nothing to list', async () => {
    const arn = await created();
    for (const name of ['1', '2']) await start(arn, { name });
    const { nextToken } = await client.send(
      new sfn.ListExecutionsCommand({ stateMachineArn: arn, maxResults: 1 }),
    );
    const list = (input: sfn.ListExecutionsCommandInput) =>
      refusal(client.send(new sfn.ListExecutionsCommand(input)));
    const other = await created();
    expect(await list({ stateMachineArn: other, nextToken })).toBeInstanceOf(sfn.InvalidToken);
    expect(await list({ stateMachineArn: arn, nextToken: 'rubbish' })).toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    expect(await list({ stateMachineArn: await created(pass, 'EXPRESS') })).toBeInstanceOf(
      sfn.StateMachineTypeNotSupported,
    );
    expect(await list({})).toMatchObject({ name: 'ValidationException' });
    expect(await list({ stateMachineArn: `${arn}-gone` })).toBeInstanceOf(sfn.StateMachineDoesNotExist);
  });
});

const types = ({ events = [] }: sfn.GetExecutionHistoryCommandOutput) => events.map(({ type }) => type);

describe('the history', () => {
  test('comes in pages from either end', async () => {
    const executionArn = await start(await created(), { input: '{"a": 1}' });
    await ended(executionArn);
    const whole = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }));
    expect(types(whole)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(whole.events?.[0]).toMatchObject({
      id: 1,
      previousEventId: 0,
      executionStartedEventDetails: { input: '{"a": 1}', roleArn: role },
    });
    expect(whole.events?.[0]?.timestamp).toBeInstanceOf(Date);
    for (const reverseOrder of [false, true]) {
      const seen: (string | undefined)[] = [];
      const pages = sfn.paginateGetExecutionHistory({ client, pageSize: 3 }, { executionArn, reverseOrder });
      for await (const one of pages) seen.push(...types(one));
      expect(seen).toEqual(reverseOrder ? types(whole).toReversed() : types(whole));
    }
  });

  test('without data still says what happened where', async () => {
    const executionArn = await start(await created(), { input: '{"secret": 1}' });
    await ended(executionArn);
    const bare = await client.send(
      new sfn.GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );
    expect(bare.events?.[1]?.stateEnteredEventDetails?.name).toBe('A');
    expect(JSON.stringify(bare)).not.toContain('secret');
  });

  test('is unknown for an execution that never was', async () => {
    const executionArn = (await start(await created())).concat('-not');
    const unknown = await refusal(client.send(new sfn.GetExecutionHistoryCommand({ executionArn })));
    expect(unknown).toBeInstanceOf(sfn.ExecutionDoesNotExist);
    expect(unknown.message).toBe(`Execution Does Not Exist: '${executionArn}'`);
  });
});

describe('an Express execution', () => {
  test('answers its caller with the end', async () => {
    const stateMachineArn = await created(machine({ A: { Type: 'Wait', Seconds: 2, End: true } }), 'EXPRESS');
    const told = await client.send(
      new sfn.StartSyncExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":1}' }),
    );
    expect(told).toMatchObject({
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
      billingDetails: { billedDurationInMilliseconds: 2000, billedMemoryUsedInMB: 64 },
    });
    expect(told.executionArn).toContain(':express:');
  });

  test('that fails is an answer too, and a Standard machine is refused', async () => {
    const stateMachineArn = await created(failing, 'EXPRESS');
    expect(await client.send(new sfn.StartSyncExecutionCommand({ stateMachineArn }))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'because',
    });
    const standard = await created();
    expect(
      await refusal(client.send(new sfn.StartSyncExecutionCommand({ stateMachineArn: standard }))),
    ).toBeInstanceOf(sfn.StateMachineTypeNotSupported);
  });
});
