import { describe, expect, test } from 'vitest';
import { afternoon, groupNames, loadBalancer } from '../../users/afternoon.ts';

const lastOf = (points: readonly [number, number][]) => points.at(-1)?.[0];

describe('when a point can be seen', () => {
  test('a minute shows 60 seconds after its end, never the current one', async () => {
    const world = afternoon();
    await world.pass(119);
    expect(world.metric('RequestCount', 'Sum', 'a')).toEqual([]);
    await world.pass(1);
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(0);
    await world.pass(59.9);
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(0);
    await world.pass(0.1);
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(1);
  });

  test('a delay holds back new points and takes none away; when it ends they are all there', async () => {
    const world = afternoon();
    await world.pass(600);
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(8);
    world.production.metrics.lagMilliseconds = 240_000;
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(8);
    expect(lastOf(world.metric('RequestCount', 'SampleCount', 'a'))).toBe(8);
    await world.pass(180);
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(8);
    await world.pass(60);
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(9);
    world.production.metrics.lagMilliseconds = 60_000;
    expect(lastOf(world.metric('RequestCount', 'Sum', 'a'))).toBe(12);
  });

  test('metrics reach back before the start: the afternoon did not begin with us', () => {
    const world = afternoon();
    const since = world.start - 10 * 60_000;
    expect(world.metric('RequestCount', 'Sum', 'a', since).map(([minute]) => minute)).toEqual([
      -10, -9, -8, -7, -6, -5, -4, -3, -2,
    ]);
    expect(world.production.users.totals().requests).toBe(0);
  });
});

describe('what is published', () => {
  test('a 5xx count only for minutes that had one; requests only while they flow', async () => {
    const world = afternoon({ versions: { stable: { errorRate: 0 } } });
    await world.pass(180);
    world.production.setVersion('stable', { errorRate: 0.5 });
    await world.pass(60);
    world.production.setVersion('stable', { errorRate: 0 });
    await world.pass(180);
    const errors = world.metric('HTTPCode_Target_5XX_Count', 'Sum', 'a');
    expect(errors.map(([minute]) => minute)).toEqual([3]);
    expect(errors[0]?.[1]).toBeGreaterThan(1300);
    expect(world.metric('RequestCount', 'Sum', 'a').map(([minute]) => minute)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(world.metric('RequestCount', 'Sum', 'b')).toEqual([]);
    expect(world.metric('TargetResponseTime', 'p95', 'b')).toEqual([]);
  });

  test('latency in seconds, by percentile, of a mixture of versions', async () => {
    const world = afternoon({ versions: { canary: { p50Milliseconds: 900, p95Milliseconds: 2400 } } });
    world.startCanary(2);
    await world.pass(90);
    world.weigh(50);
    await world.pass(330);
    const at = (stat: string, side?: 'a' | 'b') => world.metric('TargetResponseTime', stat, side).at(-1)?.[1];
    expect(at('p50', 'a')).toBeCloseTo(0.08, 6);
    expect(at('p95', 'a')).toBeCloseTo(0.24, 6);
    expect(at('p95', 'b')).toBeCloseTo(2.4, 6);
    expect(at('p95')).toBeGreaterThan(1.5);
    expect(at('p95')).toBeLessThan(2.4);
    expect(at('Average', 'a')).toBeCloseTo(0.1, 1);
    expect(at('Minimum', 'a')).toBeLessThan(0.02);
    expect(at('Maximum', 'a')).toBeGreaterThan(0.5);
  });

  test('hosts while a rule names the group, with the minimum of the minute', async () => {
    const world = afternoon();
    world.startCanary(2);
    await world.pass(240);
    expect(world.metric('HealthyHostCount', 'Minimum', 'b').map(([, value]) => value)).toEqual([0, 0, 2]);
    expect(world.metric('HealthyHostCount', 'Maximum', 'b').map(([, value]) => value)).toEqual([0, 2, 2]);
    expect(world.metric('UnHealthyHostCount', 'Maximum', 'b').map(([, value]) => value)).toEqual([0, 0, 0]);
    world.alone('a');
    await world.pass(300);
    expect(lastOf(world.metric('HealthyHostCount', 'Minimum', 'b'))).toBe(4 - 1);
    expect(lastOf(world.metric('HealthyHostCount', 'Minimum', 'a'))).toBe(7);
  });

  test('an empty group with weight: 503s of the balancer alone, on no group', async () => {
    const world = afternoon();
    world.weigh(20);
    await world.pass(300);
    expect(world.metric('HTTPCode_ELB_503_Count', 'Sum').at(-1)?.[1]).toBeGreaterThan(400);
    expect(world.metric('HTTPCode_ELB_5XX_Count', 'Sum').at(-1)?.[1]).toBeLessThan(800);
    expect(world.metric('HTTPCode_ELB_5XX_Count', 'Sum', 'b')).toEqual([]);
    expect(world.metric('RequestCount', 'Sum', 'b')).toEqual([]);
    const { failed, failedByCanary } = world.production.users.totals();
    expect(failedByCanary).toBeGreaterThan(2000);
    expect(failed).toBeGreaterThan(failedByCanary);
  });

  test('the depth of the queue, each minute at its end', async () => {
    const world = afternoon({ queue: { depth: 10 } });
    await world.pass(120);
    world.production.queue.set({ growsPerMinute: 50 });
    await world.pass(180);
    const read = (QueueName: string) =>
      world.production.services.cloudwatch.actions.GetMetricData({
        StartTime: new Date(world.start),
        EndTime: new Date(world.clock.now()),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [
          {
            Id: 'q',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/SQS',
                MetricName: 'ApproximateNumberOfMessagesVisible',
                Dimensions: [{ Name: 'QueueName', Value: QueueName }],
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }).MetricDataResults?.[0]?.Values;
    expect(read('jobs')).toEqual([10, 10, 60, 110]);
    expect(read('others')).toEqual([]);
  });
});

const ask = (change: Record<string, unknown> = {}, query: Record<string, unknown> = {}, minutes = 10) => {
  const world = afternoon();
  const Dimensions = [
    { Name: 'TargetGroup', Value: groupNames.a },
    { Name: 'LoadBalancer', Value: loadBalancer },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions };
  return world.production.services.cloudwatch.actions.GetMetricData({
    StartTime: new Date(world.start - minutes * 60_000),
    EndTime: new Date(world.start),
    MetricDataQueries: [{ Id: 'r', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ...query }],
    ...change,
  });
};

const timesOf = (ScanBy?: string) =>
  ask({ ScanBy }).MetricDataResults?.[0]?.Timestamps?.map((at) => at.getTime()) ?? [];

describe('the question', () => {
  test('newest first unless asked otherwise, the end not included', () => {
    expect(timesOf()).toEqual(timesOf('TimestampAscending').toReversed());
    expect(timesOf()).toHaveLength(9);
  });

  test('longer periods add minutes up, aligned to the period', () => {
    const metric = {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCount',
        Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
      },
    };
    const [result] = ask({}, { MetricStat: { ...metric, Period: 300, Stat: 'Sum' } }).MetricDataResults ?? [];
    expect(result?.Timestamps?.map((at) => at.toISOString().slice(11, 16))).toEqual(['21:25', '21:20']);
    expect(result?.Values?.[1]).toBeGreaterThan(14_000);
  });

  test('what nobody publishes is empty, and what is not to be returned is not', () => {
    const none = {
      Metric: { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions: [] },
      Period: 60,
      Stat: 'Sum',
    };
    expect(ask({}, { MetricStat: none }).MetricDataResults).toEqual([
      expect.objectContaining({ Id: 'r', Timestamps: [], Values: [], StatusCode: 'Complete' }),
    ]);
    expect(ask({}, { ReturnData: false }).MetricDataResults).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    ['a metric that is an expression too', () => ask({}, { Expression: 'a/b' }), 'exactly one of'],
    ['a window that ends before it starts', () => ask({ EndTime: new Date(0) }), 'StartTime must be less'],
    ['an id that CloudWatch would not take', () => ask({}, { Id: 'R' }), 'parameter MetricDataQueries.Id'],
    [
      'half a minute',
      () => ask({}, { MetricStat: { Metric: {}, Period: 30, Stat: 'Sum' } }),
      'multiple of 60',
    ],
    [
      'a statistic that there is not',
      () => ask({}, { MetricStat: { Metric: {}, Period: 60, Stat: 'Median' } }),
      'Median',
    ],
  ])('refused: %s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
