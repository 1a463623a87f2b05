/** Task tokens and activities through the API, asked by the SDK's client as a worker would. */
import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { clientOf, machine, refusal, role, served, until } from './served.ts';

const { client, url } = await served();

let count = 0;
async function started(definition: string): Promise<string> {
  count += 1;
  const name = `machine-${count}`;
  const made = await client.send(new sfn.CreateStateMachineCommand({ name, definition, roleArn: role }));
  const { stateMachineArn } = made;
  return (await client.send(new sfn.StartExecutionCommand({ stateMachineArn, input: '{"n":1}' })))
    .executionArn as string;
}

const ended = (executionArn: string) =>
  until(
    () => client.send(new sfn.DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== 'RUNNING',
  );

const asking = (more: object = {}) =>
  machine({
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { MessageBody: { 'token.$': '$$.Task.Token' } },
      End: true,
      ...more,
    },
  });

/** From where people read it: the history. */
async function tokenOf(executionArn: string): Promise<string> {
  const { events } = await until(
    () => client.send(new sfn.GetExecutionHistoryCommand({ executionArn })),
    (seen) => seen.events?.at(-1)?.type === 'TaskSubmitted',
  );
  const scheduled = events?.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails;
  const { MessageBody: body } = JSON.parse(scheduled?.parameters ?? '') as {
    MessageBody: { token: string };
  };
  return body.token;
}

describe('a task token', () => {
  test('is answered with an output', async () => {
    const executionArn = await started(asking());
    const taskToken = await tokenOf(executionArn);
    await client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
    const noJson = await refusal(client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{' })));
    expect(noJson).toBeInstanceOf(sfn.InvalidOutput);
    await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{"yes":true}' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    const late = await refusal(client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{}' })));
    expect(late).toBeInstanceOf(sfn.TaskTimedOut);
  });

  test('is answered with a failure, also by a client of another Region', async () => {
    const executionArn = await started(asking());
    const taskToken = await tokenOf(executionArn);
    const elsewhere = clientOf(url, 'sa-east-1');
    await elsewhere.send(new sfn.SendTaskFailureCommand({ taskToken, error: 'No', cause: 'not now' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'No', cause: 'not now' });
    elsewhere.destroy();
  });

  test('that nobody gave out is refused', async () => {
    const refused = await refusal(client.send(new sfn.SendTaskHeartbeatCommand({ taskToken: 'rubbish' })));
    expect(refused).toBeInstanceOf(sfn.InvalidToken);
  });
});

describe('an activity', () => {
  test('is made, told, listed, tagged and deleted', async () => {
    const made = await client.send(
      new sfn.CreateActivityCommand({ name: 'pack', tags: [{ key: 'a', value: 'b' }] }),
    );
    const { activityArn = '' } = made;
    expect(activityArn).toBe('arn:aws:states:us-east-1:123456789012:activity:pack');
    const again = await client.send(new sfn.CreateActivityCommand({ name: 'pack' }));
    expect(again.creationDate).toEqual(made.creationDate);
    expect(await client.send(new sfn.DescribeActivityCommand({ activityArn }))).toMatchObject({
      activityArn,
      name: 'pack',
    });
    const { activities } = await client.send(new sfn.ListActivitiesCommand({}));
    expect(activities).toMatchObject([{ name: 'pack' }]);
    const { tags } = await client.send(new sfn.ListTagsForResourceCommand({ resourceArn: activityArn }));
    expect(tags).toEqual([{ key: 'a', value: 'b' }]);
    await client.send(new sfn.DeleteActivityCommand({ activityArn }));
    expect(await refusal(client.send(new sfn.DescribeActivityCommand({ activityArn })))).toBeInstanceOf(
      sfn.ActivityDoesNotExist,
    );
  });

  test('gives its task to a worker that waits for it', async () => {
    const { activityArn = '' } = await client.send(new sfn.CreateActivityCommand({ name: 'work' }));
    const poll = client.send(new sfn.GetActivityTaskCommand({ activityArn, workerName: 'ann' }));
    const executionArn = await started(
      machine({ Work: { Type: 'Task', Resource: activityArn, TimeoutSeconds: 60, End: true } }),
    );
    const { taskToken, input } = await poll;
    expect(input).toBe('{"n":1}');
    await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{"done":1}' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"done":1}' });
    const { events = [] } = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }));
    const started1 = events.find(({ type }) => type === 'ActivityStarted');
    expect(started1?.activityStartedEventDetails).toEqual({ workerName: 'ann' });
  });

  test('keeps no task for a worker that has hung up', async () => {
    const { activityArn = '' } = await client.send(new sfn.CreateActivityCommand({ name: 'hung-up' }));
    const controller = new AbortController();
    const gone = client.send(new sfn.GetActivityTaskCommand({ activityArn }), {
      abortSignal: controller.signal,
    });
    const caught = refusal(gone);
    // The server has the request once it has answered a later one on another connection.
    await client.send(new sfn.ListActivitiesCommand({}));
    controller.abort();
    await caught;
    const executionArn = await started(machine({ Work: { Type: 'Task', Resource: activityArn, End: true } }));
    const { taskToken } = await client.send(new sfn.GetActivityTaskCommand({ activityArn }));
    await client.send(new sfn.SendTaskFailureCommand({ taskToken, error: 'Tired' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'Tired' });
  });

  test('that is deleted lets its workers go', async () => {
    const { activityArn = '' } = await client.send(new sfn.CreateActivityCommand({ name: 'closing' }));
    const poll = client.send(new sfn.GetActivityTaskCommand({ activityArn }));
    await client.send(new sfn.ListActivitiesCommand({}));
    await client.send(new sfn.DeleteActivityCommand({ activityArn }));
    // Either order of the two requests is fine: an empty task, or an activity that is gone.
    const task = await poll.catch((error: unknown) => error);
    expect(task instanceof sfn.ActivityDoesNotExist || !('taskToken' in (task as object))).toBe(true);
  });
});
