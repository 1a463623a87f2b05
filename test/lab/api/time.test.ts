/** When virtual time passes and when it stands still, on a wall clock that the test winds by hand. */
import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import type { Wall } from '../../../lab/api/wall.ts';
import { machine, role, served, until } from './served.ts';

/** Passes only when told to. */
class HandWall implements Wall {
  #now = 0;
  #timers: { at: number; action: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void) {
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      },
    };
  }

  pass(seconds: number): void {
    this.#now += seconds * 1000;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { action } of due) action();
  }
}

async function lab(speed: number | 'max') {
  const wall = new HandWall();
  const { client } = await served({ wall, speed });
  let count = 0;
  const start = async (definition: string) => {
    count += 1;
    const input = { name: `machine-${count}`, definition, roleArn: role };
    const { stateMachineArn } = await client.send(new sfn.CreateStateMachineCommand(input));
    return (await client.send(new sfn.StartExecutionCommand({ stateMachineArn }))).executionArn ?? '';
  };
  const history = async (executionArn: string) => {
    const { events = [] } = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }));
    return events;
  };
  const types = async (arn: string) => (await history(arn)).map(({ type }) => type);
  const seen = (arn: string, type: string) =>
    until(
      () => types(arn),
      (all) => all.includes(type as never),
    );
  const tell = (executionArn: string) => client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  const secondsOf = async (arn: string) => {
    const { startDate, stopDate } = await tell(arn);
    return ((stopDate?.getTime() ?? Number.NaN) - (startDate?.getTime() ?? 0)) / 1000;
  };
  return { client, wall, start, history, types, seen, tell, secondsOf };
}

/** Requests in a row, during which a lab that wrongly goes on would have gone on. */
async function aWhile(look: () => Promise<unknown>): Promise<void> {
  for (let times = 0; times < 20; times += 1) await look();
}

const ask = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { 'token.$': '$$.Task.Token' },
  ...more,
});

async function tokenIn(events: Promise<readonly sfn.HistoryEvent[]>): Promise<string> {
  const scheduled = (await events).find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails;
  return (JSON.parse(scheduled?.parameters ?? '{}') as { token: string }).token;
}

describe('as fast as possible', () => {
  test('a week passes at once when nothing is outside', async () => {
    const { start, seen, secondsOf } = await lab('max');
    const arn = await start(machine({ A: { Type: 'Wait', Seconds: 604_800, End: true } }));
    await seen(arn, 'ExecutionSucceeded');
    expect(await secondsOf(arn)).toBe(604_800);
  });

  test('time stands still while a caller holds a token, and goes on with the answer', async () => {
    const { client, start, seen, types, history, secondsOf, wall } = await lab('max');
    const sideBySide = machine({
      Both: {
        Type: 'Parallel',
        End: true,
        Branches: [
          { StartAt: 'Ask', States: { Ask: ask({ TimeoutSeconds: 86_400, End: true }) } },
          { StartAt: 'Hour', States: { Hour: { Type: 'Wait', Seconds: 3600, End: true } } },
        ],
      },
    });
    const arn = await start(sideBySide);
    await seen(arn, 'TaskSubmitted');
    wall.pass(600);
    await aWhile(() => types(arn));
    expect(await types(arn)).not.toContain('WaitStateExited');
    const taskToken = await tokenIn(history(arn));
    await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await seen(arn, 'ExecutionSucceeded');
    // Ten minutes of somebody's time were none of the lab's.
    expect(await secondsOf(arn)).toBe(3600);
  });

  test('a limit in seconds still ends what nobody answers, after as many real ones', async () => {
    const { start, seen, types, tell, secondsOf, wall } = await lab('max');
    const arn = await start(machine({ Ask: ask({ TimeoutSeconds: 5, End: true }) }));
    await seen(arn, 'TaskSubmitted');
    wall.pass(4);
    await aWhile(() => types(arn));
    expect(await tell(arn)).toMatchObject({ status: 'RUNNING' });
    wall.pass(2);
    await seen(arn, 'ExecutionFailed');
    expect(await tell(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await secondsOf(arn)).toBe(5);
  });

  test('a task that is given later has its whole time', async () => {
    const { start, seen, types, tell, wall } = await lab('max');
    const first = await start(machine({ Ask: ask({ TimeoutSeconds: 5, End: true }) }));
    await seen(first, 'TaskSubmitted');
    wall.pass(3);
    const second = await start(machine({ Ask: ask({ TimeoutSeconds: 5, End: true }) }));
    await seen(second, 'TaskSubmitted');
    wall.pass(3);
    await seen(first, 'ExecutionFailed');
    await aWhile(() => types(second));
    expect(await tell(second)).toMatchObject({ status: 'RUNNING' });
    wall.pass(3);
    await seen(second, 'ExecutionFailed');
  });

  test('a heartbeat begins the silence anew', async () => {
    const { client, start, seen, types, tell, history, wall } = await lab('max');
    const arn = await start(machine({ Ask: ask({ HeartbeatSeconds: 10, End: true }) }));
    await seen(arn, 'TaskSubmitted');
    const taskToken = await tokenIn(history(arn));
    wall.pass(8);
    await client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
    wall.pass(8);
    await aWhile(() => types(arn));
    expect(await tell(arn)).toMatchObject({ status: 'RUNNING' });
    wall.pass(3);
    await seen(arn, 'ExecutionFailed');
    expect(await tell(arn)).toMatchObject({ error: 'States.HeartbeatTimeout' });
  });

  test('time stands still while an activity’s task waits for its worker', async () => {
    const { client, start, seen, types, secondsOf, wall } = await lab('max');
    const { activityArn = '' } = await client.send(new sfn.CreateActivityCommand({ name: 'slow' }));
    const work = { Type: 'Task', Resource: activityArn, TimeoutSeconds: 3600, End: true };
    const arn = await start(machine({ Work: work }));
    await seen(arn, 'ActivityScheduled');
    await aWhile(() => types(arn));
    const { taskToken } = await client.send(new sfn.GetActivityTaskCommand({ activityArn }));
    wall.pass(3000);
    await aWhile(() => types(arn));
    await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '1' }));
    await seen(arn, 'ExecutionSucceeded');
    expect(await secondsOf(arn)).toBe(0);
  });

  test('a leap of more than a year is not taken, and holds nobody else up', async () => {
    const { start, seen, types, tell } = await lab('max');
    const arn = await start(machine({ A: { Type: 'Wait', Timestamp: '2060-01-01T00:00:00Z', End: true } }));
    await seen(arn, 'WaitStateEntered');
    const short = await start(machine({ A: { Type: 'Wait', Seconds: 3600, End: true } }));
    await seen(short, 'ExecutionSucceeded');
    await aWhile(() => types(arn));
    expect(await tell(arn)).toMatchObject({ status: 'RUNNING' });
  });
});

describe('with a speed', () => {
  test('time follows the wall clock, however long somebody holds a token', async () => {
    const { start, seen, types, tell, wall, secondsOf } = await lab(60);
    const arn = await start(machine({ Ask: ask({ TimeoutSeconds: 3600, End: true }) }));
    wall.pass(0);
    await seen(arn, 'TaskSubmitted');
    wall.pass(59);
    await aWhile(() => types(arn));
    expect(await tell(arn)).toMatchObject({ status: 'RUNNING' });
    wall.pass(2);
    await seen(arn, 'ExecutionFailed');
    expect(await secondsOf(arn)).toBe(3600);
  });

  test('time passes between events too', async () => {
    const { client, wall } = await lab(60);
    wall.pass(60);
    const { creationDate } = await client.send(new sfn.CreateActivityCommand({ name: 'later' }));
    expect(creationDate).toEqual(new Date(Date.UTC(2026, 0, 5, 10)));
  });
});
