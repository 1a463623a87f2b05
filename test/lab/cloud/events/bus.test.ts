/** What EventBridge hands to functions: shapes, how late, how often, and what is lost. */
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../lab/clock.ts';
import { alarmEvent } from '../../../../lab/cloud/events/alarm-event.ts';
import { EventBus, type Published } from '../../../../lab/cloud/events/bus.ts';
import { executionEvent } from '../../../../lab/cloud/events/execution-event.ts';
import { compilePattern } from '../../../../lab/cloud/events/pattern.ts';
import { LambdaHost } from '../../../../lab/cloud/lambda/host.ts';
import { Random } from '../../../../lab/random.ts';
import { account, metricQuery, overOne } from '../cloudwatch/graph.ts';

const start = Date.parse('2026-12-01T22:00:00Z');

function eventBridge(seed = 1, schedule?: number) {
  const clock = new VirtualClock(start);
  const lambda = new LambdaHost({ clock, random: new Random(seed) });
  const got: { readonly at: number; readonly event: Record<string, unknown> }[] = [];
  lambda.register('onAlarm', {
    timeoutSeconds: 3,
    run: async (event) => void got.push({ at: clock.now() - start, event: event as never }),
  });
  const matches = compilePattern({ source: ['aws.cloudwatch', 'aws.states'] });
  const rule = schedule === undefined ? { matches } : { everyMilliseconds: schedule };
  const rules = [{ name: 'on-alarm', functionKey: 'onAlarm', ...rule }];
  const bus = new EventBus({ clock, random: new Random(seed), lambda, rules });
  const published: Published[] = [];
  bus.onPublish((one) => published.push(one));
  const pass = async (milliseconds: number) => {
    clock.after(milliseconds, () => undefined);
    const until = clock.now() + milliseconds;
    while ((clock.nextAt() ?? Infinity) <= until) await clock.step();
  };
  const publish = (source = 'aws.cloudwatch', detail: Record<string, unknown> = {}) =>
    bus.publish({ source, detailType: 'A change', resources: [], detail });
  return { clock, bus, got, published, pass, publish };
}

describe('delivery', () => {
  test('takes a while, and now and then comes twice with the same id', async () => {
    const { got, pass, publish } = eventBridge();
    for (let count = 0; count < 1000; count++) publish('aws.cloudwatch', { count });
    await pass(10_000);
    expect(got.every(({ at }) => at >= 300 && at <= 3400)).toBe(true);
    expect(new Set(got.map(({ event }) => event['id'])).size).toBe(1000);
    expect(got.length).toBeGreaterThan(1005);
    expect(got.length).toBeLessThan(1045);
  });

  test('of what no rule wants there is none, and nobody hears of it', async () => {
    const { got, published, pass, publish } = eventBridge();
    publish('aws.ecs');
    await pass(10_000);
    expect([got, published]).toEqual([[], []]);
  });

  test('by a schedule comes each minute, at a second of the seed', async () => {
    const { got, pass } = eventBridge(3, 60_000);
    await pass(600_000);
    const ids = new Set(got.map(({ event }) => event['id']));
    expect(ids.size).toBe(10);
    expect(got[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: ['arn:aws:events:eu-west-1:123456789012:rule/on-alarm'],
      detail: {},
    });
  });
});

describe('lose', () => {
  test('drops what is published in its time, of its kind alone', async () => {
    const { bus, got, published, pass, publish } = eventBridge();
    publish('aws.cloudwatch', { when: 'just before' });
    bus.lose('alarm', 60_000);
    publish('aws.cloudwatch', { when: 'during' });
    publish('aws.states', { when: 'of another kind' });
    await pass(59_999);
    publish('aws.cloudwatch', { when: 'at its end' });
    await pass(1);
    publish('aws.cloudwatch', { when: 'after' });
    await pass(10_000);
    const when = new Set(got.map(({ event }) => (event['detail'] as { when: string }).when));
    expect([...when].toSorted()).toEqual(['after', 'just before', 'of another kind']);
    expect(published.map(({ isLost }) => isLost)).toEqual([false, true, false, true, false]);
  });

  test('twice: the longer one counts', async () => {
    const { bus, got, pass, publish } = eventBridge();
    bus.lose('execution', 120_000);
    bus.lose('execution', 10_000);
    await pass(60_000);
    publish('aws.states');
    await pass(10_000);
    expect(got).toEqual([]);
  });

  test('of the schedule: no tick, and afterwards it goes on as before', async () => {
    const { bus, got, pass } = eventBridge(3, 60_000);
    await pass(180_000);
    const before = new Set(got.map(({ event }) => event['id'])).size;
    bus.lose('schedule', 300_000);
    await pass(300_000);
    expect(new Set(got.map(({ event }) => event['id'])).size).toBe(before);
    await pass(180_000);
    expect(new Set(got.map(({ event }) => event['id'])).size).toBe(before + 3);
  });
});

describe('the shape of an event', () => {
  const envelope = {
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    account: '123456789012',
    region: 'eu-west-1',
  };

  test('of an alarm over one metric', async () => {
    const cloud = account({ m1: [5, 5, 5] });
    cloud.PutMetricAlarm(
      overOne({ AlarmDescription: 'Too much', Dimensions: [{ Name: 'Queue', Value: 'jobs' }] }),
    );
    await cloud.pass(1);
    const { got, pass, bus } = eventBridge();
    bus.publish(alarmEvent(cloud.transitions[0] as never));
    await pass(10_000);
    expect(got[0]?.event).toEqual({
      ...envelope,
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      time: '2026-12-01T22:00:00Z',
      resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:over-one'],
      detail: {
        alarmName: 'over-one',
        configuration: {
          description: 'Too much',
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { dimensions: { Queue: 'jobs' }, name: 'm1', namespace: 'T' },
                period: 60,
                stat: 'Maximum',
              },
              returnData: true,
            },
          ],
        },
        previousState: {
          reason: 'Unchecked: Initial alarm creation',
          timestamp: expect.stringMatching(/^2026-12-01T22:\d\d:\d\d\.\d{3}\+0000$/),
          value: 'INSUFFICIENT_DATA',
        },
        state: {
          reason: expect.stringMatching(
            /^Threshold Crossed: 3 out of the last 3 datapoints \[5\.0 \(01\/12\/26 22:02:00\), /,
          ),
          reasonData: expect.stringMatching(/^\{"version":"1\.0","queryDate":"2026-12-01T22:0/),
          timestamp: expect.stringMatching(/\+0000$/),
          value: 'ALARM',
        },
      },
    });
  });

  test('of an alarm by metric math', async () => {
    const cloud = account({ m1: [5, 5, 5] });
    const Metrics = [{ Id: 'e1', Expression: 'm1 * 2', Label: 'twice' }, metricQuery('m1')];
    const none = { Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined };
    cloud.PutMetricAlarm(overOne({ ...none, Metrics }));
    await cloud.pass(1);
    const { detail } = alarmEvent(cloud.transitions[0] as never);
    expect(detail['configuration']).toEqual({
      metrics: [
        { id: 'e1', expression: 'm1 * 2', label: 'twice', returnData: true },
        {
          id: 'm1',
          metricStat: { metric: { dimensions: {}, name: 'm1', namespace: 'T' }, period: 60, stat: 'Sum' },
          returnData: false,
        },
      ],
    });
  });

  const execution = {
    executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:cutover-lab:one',
    stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:cutover-lab',
    name: 'one',
    startDate: start,
    input: '{}',
    redriveCount: 0,
  };

  test('of an execution', async () => {
    const { got, pass, bus } = eventBridge();
    bus.publish(executionEvent({ ...execution, status: 'SUCCEEDED', stopDate: start + 9, output: '1' }));
    await pass(10_000);
    expect(got[0]?.event).toMatchObject({
      ...envelope,
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      resources: [execution.executionArn],
      detail: {
        ...execution,
        status: 'SUCCEEDED',
        stopDate: start + 9,
        output: '1',
        inputDetails: { included: true },
        outputDetails: { included: true },
      },
    });
  });

  test('of one that was stopped, and of one with more than 248 KB', () => {
    expect(
      executionEvent({ ...execution, status: 'ABORTED', stopDate: start, error: 'E' }).detail,
    ).toMatchObject({
      status: 'ABORTED',
      output: null,
      outputDetails: null,
      error: 'E',
      cause: null,
    });
    const long = executionEvent({ ...execution, status: 'FAILED', input: 'x'.repeat(248 * 1024 + 1) }).detail;
    expect(long).toMatchObject({ inputDetails: { included: false } });
    expect(long).not.toHaveProperty('input');
  });
});
