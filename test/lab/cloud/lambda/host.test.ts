import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../lab/clock.ts';
import {
  LambdaHost,
  type InvocationEnded,
  type InvocationStarted,
  type LambdaContext,
  type LambdaFunction,
} from '../../../../lab/cloud/lambda/host.ts';
import type { Result } from '../../../../lab/cloud/lambda/result.ts';
import type { Fault } from '../../../../lab/cloud/wire/call.ts';
import { connect } from '../../../../lab/cloud/wire/connect.ts';
import { Wire } from '../../../../lab/cloud/wire.ts';
import { Random } from '../../../../lab/random.ts';

function account(faults: (Fault | undefined)[] = []) {
  const clock = new VirtualClock(0);
  const random = new Random('lambda');
  const counts: number[] = [];
  const ecs = {
    actions: { UpdateService: (input: { desiredCount: number }) => void counts.push(input.desiredCount) },
  };
  const left = [...faults];
  const wire = new Wire({ clock, random, services: { ecs }, faults: { before: () => left.shift() } });
  const host = new LambdaHost({ clock, random });
  const started: InvocationStarted[] = [];
  const ended: InvocationEnded[] = [];
  host.onInvoke((invocation) => started.push(invocation));
  host.onEnd((invocation) => ended.push(invocation));
  const clientsOf = connect(wire);
  const scale = ({ caller }: LambdaContext, desiredCount: number) =>
    clientsOf(caller).ecs.send(new UpdateServiceCommand({ service: 'a', desiredCount }));
  return { clock, host, counts, started, ended, scale };
}

async function finish(clock: VirtualClock): Promise<void> {
  while (await clock.step());
}

async function invoke(
  cloud: ReturnType<typeof account>,
  run: LambdaFunction['run'],
  payload: unknown = {},
): Promise<Result[]> {
  cloud.host.register('shiftTraffic', { run, timeoutSeconds: 3 });
  const results: Result[] = [];
  cloud.host.invoke('shiftTraffic', payload, (result) => results.push(result));
  await finish(cloud.clock);
  return results;
}

function throwAtOnce(): never {
  throw new TypeError('no');
}

async function rejectText(): Promise<never> {
  // oxlint-disable-next-line typescript/only-throw-error
  throw 'text';
}

const parsed = (result: Result | undefined) =>
  result !== undefined && 'error' in result
    ? { error: result.error, ...JSON.parse(result.cause) }
    : undefined;

describe('an invocation', () => {
  test('passes JSON in and out; what JSON cannot carry is lost', async () => {
    const payload = { percent: 26, at: new Date(0), nothing: undefined };
    let seen: unknown;
    const [result] = await invoke(
      account(),
      async (event) => {
        seen = event;
        return { when: new Date(0), gone: undefined, set: new Set([1]) };
      },
      payload,
    );
    expect(seen).toEqual({ percent: 26, at: '1970-01-01T00:00:00.000Z' });
    expect(result).toEqual({ output: { when: '1970-01-01T00:00:00.000Z', set: {} } });
  });

  test('without a return value answers null', async () => {
    expect(await invoke(account(), async () => undefined)).toEqual([{ output: null }]);
  });

  test('starts cold, then warm; two at once need two environments, and an idle one is given up', async () => {
    const cloud = account();
    await invoke(cloud, (_event, { caller }) => caller.sleep(100));
    const again = () => cloud.host.invoke('shiftTraffic', {}, () => undefined);
    again();
    again();
    await finish(cloud.clock);
    cloud.clock.after(11 * 60_000, again);
    await finish(cloud.clock);
    expect(cloud.started.map(({ cold }) => cold)).toEqual([true, false, true, true]);
  });

  test('that throws ends as Step Functions shows it', async () => {
    const [result] = await invoke(account(), async () => {
      throw Object.assign(new Error('epoch 3 is not ours'), { name: 'Superseded' });
    });
    expect(parsed(result)).toEqual({
      error: 'Superseded',
      errorType: 'Superseded',
      errorMessage: 'epoch 3 is not ours',
      trace: ['Superseded: epoch 3 is not ours'],
    });
  });

  test('that throws before its first await, or no Error, ends all the same', async () => {
    expect(parsed((await invoke(account(), throwAtOnce))[0])).toMatchObject({
      error: 'TypeError',
      errorMessage: 'no',
    });
    expect(parsed((await invoke(account(), rejectText))[0])).toMatchObject({
      error: 'string',
      errorMessage: 'text',
    });
  });

  test('of a function that nobody registered is refused with those that are', () => {
    const { host } = account();
    host.register('judgeRung', { run: async () => ({}), timeoutSeconds: 3 });
    expect(() => host.invoke('judgeRnug', {}, () => undefined)).toThrow(
      /no function judgeRnug; registered: judgeRung/,
    );
  });

  test('knows its deadline', async () => {
    const [result] = await invoke(account(), async (_event, context) => {
      await context.caller.sleep(1_000);
      return context.getRemainingTimeInMillis();
    });
    expect(result).toEqual({ output: 2_000 });
  });
});

describe('a timeout', () => {
  test('is named as Step Functions names it, at its second', async () => {
    const cloud = account();
    const [result] = await invoke(cloud, (_event, { caller }) => caller.sleep(10_000));
    const { requestId, tookMilliseconds, ending } = cloud.ended[0]!;
    expect(parsed(result)).toEqual({
      error: 'Sandbox.Timedout',
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 3.00 seconds`,
    });
    expect([tookMilliseconds, ending]).toEqual([3_000, 'timedOut']);
  });

  test('freezes the code: no sleep, no other answer, no AWS call comes back to it', async () => {
    const cloud = account();
    const seen: string[] = [];
    const results = await invoke(cloud, async (_event, context) => {
      const { caller } = context;
      void caller.whileAlive(cloud.clock.sleep(4_000)).then(() => seen.push('http'));
      await caller.sleep(3_001);
      seen.push('woke');
      await cloud.scale(context, 7);
    });
    expect([seen, cloud.counts, results.length]).toEqual([[], [], 1]);
  });

  test('is the only ending, even for code that does not wait through its caller', async () => {
    const cloud = account();
    const results = await invoke(cloud, async () => {
      await cloud.clock.sleep(4_000);
      return 'too late';
    });
    expect(results).toHaveLength(1);
    expect(cloud.ended.map(({ ending }) => ending)).toEqual(['timedOut']);
  });

  test('does not take back what is on the wire, and a second invocation is another caller', async () => {
    const cloud = account([{ delayMilliseconds: 4_000 }]);
    const seen: string[] = [];
    cloud.host.register('shiftTraffic', {
      timeoutSeconds: 3,
      run: async (event, context) => {
        const { desiredCount } = event as { desiredCount: number };
        await cloud.scale(context, desiredCount);
        seen.push(`scaled to ${desiredCount}`);
        return desiredCount;
      },
    });
    const results: Result[] = [];
    cloud.host.invoke('shiftTraffic', { desiredCount: 9 }, (result) => {
      results.push(result);
      cloud.host.invoke('shiftTraffic', { desiredCount: 2 }, (second) => results.push(second));
    });
    await finish(cloud.clock);
    expect(seen).toEqual(['scaled to 2']);
    expect(cloud.counts).toEqual([2, 9]);
    expect(results.map((result) => ('error' in result ? result.error : result.output))).toEqual([
      'Sandbox.Timedout',
      2,
    ]);
  });
});

describe('a crash', () => {
  test.each([
    ['before', []],
    ['after', [9]],
  ] as const)('%s a write ends the runtime', async (crash, counts) => {
    const cloud = account([{ crash }]);
    const results = await invoke(cloud, (_event, context) => cloud.scale(context, 9));
    expect(parsed(results[0])).toMatchObject({ error: 'Runtime.ExitError' });
    expect(cloud.counts).toEqual(counts);
    expect(cloud.ended.map(({ ending }) => ending)).toEqual(['crashed']);
  });

  test('leaves no warm environment', async () => {
    const cloud = account([{ crash: 'after' }]);
    await invoke(cloud, (_event, context) => cloud.scale(context, 9));
    cloud.host.invoke('shiftTraffic', {}, () => undefined);
    await finish(cloud.clock);
    expect(cloud.started.map(({ cold }) => cold)).toEqual([true, true]);
  });
});

/** Fails so many times; answers when each try started, and under which id. */
async function failing(failures: number, ending: 'throw' | 'hang' = 'throw') {
  const cloud = account();
  let left = failures;
  cloud.host.register('onAlarm', {
    timeoutSeconds: 3,
    run: async (_event, { caller }) => {
      if (left-- <= 0) return 'done';
      if (ending === 'hang') await caller.sleep(10_000);
      throw new Error('not yet');
    },
  });
  const requestId = cloud.host.invokeAsync('onAlarm', { at: 1 });
  await finish(cloud.clock);
  const { started, ended } = cloud;
  const waits = started.slice(1).map(({ at }, index) => at - (ended[index]?.at ?? NaN));
  return { requestId, started, waits };
}

describe('an asynchronous invocation', () => {
  test('that succeeds is done', async () => {
    expect((await failing(0)).started).toHaveLength(1);
  });

  test.each(['throw', 'hang'] as const)(
    'is tried again one and two minutes after it fails (%s), and then given up',
    async (ending) => {
      const { requestId, started, waits } = await failing(9, ending);
      expect(started.map((one) => [one.requestId, one.event])).toEqual(
        Array.from({ length: 3 }, () => [requestId, { at: 1 }]),
      );
      expect(waits.map((wait) => Math.floor(wait / 1000))).toEqual([60, 120]);
    },
  );

  test('that succeeds at the second try is not tried a third time', async () => {
    expect((await failing(1)).started).toHaveLength(2);
  });
});
