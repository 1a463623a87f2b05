/** Alarms as they live: put, evaluated each minute, described, deleted. */
import type { DescribeAlarmsOutput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';
import { account, graphStart, metricQuery, minute, overOne } from './graph.ts';

const _ = undefined;

describe('evaluation', () => {
  test('a new alarm knows nothing, and within a minute uses points from before it was made', async () => {
    const cloud = account({ m1: [5, 5, 5] });
    cloud.PutMetricAlarm(overOne());
    expect(cloud.stateOf('over-one')).toBe('INSUFFICIENT_DATA');
    expect(cloud.transitions).toEqual([]);
    await cloud.pass(1);
    expect(cloud.stateOf('over-one')).toBe('ALARM');
  });

  test('two of three, there and back, once each', async () => {
    const cloud = account({ m1: [0, 0, 0, 5, 0, 5, 5, 0, 0, 0, 0] });
    const told: string[] = [];
    cloud.PutMetricAlarm(overOne({ DatapointsToAlarm: 2 }));
    cloud.draw('m1', 5, 0, 5, 0, 0, 0);
    for (let passed = 0; passed < 8; passed++) {
      await cloud.pass(1);
      told.push(cloud.stateOf('over-one') ?? '');
    }
    expect(told.slice(0, 6)).toEqual(['OK', 'OK', 'OK', 'ALARM', 'OK', 'OK']);
    expect(cloud.transitions.map(({ previous, alarm }) => `${previous.value} ${alarm.state.value}`)).toEqual([
      'INSUFFICIENT_DATA OK',
      'OK ALARM',
      'ALARM OK',
    ]);
    const rung = cloud.transitions[1]?.alarm.state;
    expect(rung?.reason).toBe(
      'Threshold Crossed: 2 out of the last 3 datapoints [5.0 (01/12/26 22:13:00), 5.0 (01/12/26 22:11:00)] ' +
        'were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).',
    );
    expect(JSON.parse(rung?.reasonData ?? '')).toMatchObject({
      version: '1.0',
      startDate: '2026-12-01T22:11:00.000+0000',
      statistic: 'Maximum',
      period: 60,
      recentDatapoints: [5, 0, 5],
      threshold: 1,
    });
    expect(rung?.at).toBeGreaterThan(graphStart + 14 * minute - 1);
    expect(rung?.at).toBeLessThan(graphStart + 15 * minute);
  });

  test('a point that comes late counts when it comes', async () => {
    const cloud = account({ m1: [0, 0, 0, 0] }, 60_000);
    cloud.PutMetricAlarm(overOne({ EvaluationPeriods: 1 }));
    cloud.draw('m1', 5);
    await cloud.pass(1);
    expect(cloud.stateOf('over-one')).toBe('OK');
    await cloud.pass(1);
    expect(cloud.stateOf('over-one')).toBe('OK');
    await cloud.pass(1);
    expect(cloud.stateOf('over-one')).toBe('ALARM');
  });

  test.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['ignore', 'OK'],
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
  ])('points that stop coming, taken as %s: %s', async (TreatMissingData, state) => {
    const cloud = account({ m1: [0, 0, 0] });
    cloud.PutMetricAlarm(overOne({ TreatMissingData }));
    await cloud.pass(1);
    expect(cloud.stateOf('over-one')).toBe('OK');
    await cloud.pass(6);
    expect(cloud.stateOf('over-one')).toBe(state);
  });

  test('an expression, with its share of a gap', async () => {
    const cloud = account({ e5: [_, _, _], r: [100, 100, 100] });
    cloud.PutMetricAlarm({
      AlarmName: 'share',
      EvaluationPeriods: 2,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Id: 'share', Expression: 'IF(r >= 20, 100 * FILL(e5, 0) / r)' },
        metricQuery('e5'),
        metricQuery('r'),
      ],
    });
    await cloud.pass(1);
    expect(cloud.stateOf('share')).toBe('OK');
    cloud.draw('r', 100, 100);
    cloud.draw('e5', 50, 6);
    await cloud.pass(2);
    expect(cloud.stateOf('share')).toBe('ALARM');
    const reason = cloud.transitions.at(-1)?.alarm.state.reason;
    expect(reason).toContain('[6.0 (01/12/26 22:04:00), 50.0 (01/12/26 22:03:00)] were greater');
  });

  test('a percentile of few samples is left alone where that is asked for', async () => {
    const change = { Statistic: undefined, ExtendedStatistic: 'p95', EvaluationPeriods: 1, Threshold: 0.1 };
    const world = afternoon({ requestsPerSecond: 1 });
    const { PutMetricAlarm, DescribeAlarms } = world.production.services.cloudwatch.actions;
    const Dimensions = [{ Name: 'LoadBalancer', Value: 'app/claude-proxy/50dc6c495c0c9188' }];
    const latency = { Namespace: 'AWS/ApplicationELB', MetricName: 'TargetResponseTime', Dimensions };
    const put = (AlarmName: string, EvaluateLowSampleCountPercentile: string) =>
      PutMetricAlarm(overOne({ ...change, ...latency, AlarmName, EvaluateLowSampleCountPercentile }));
    const states = () => DescribeAlarms({}).MetricAlarms?.map(({ StateValue }) => StateValue);
    put('evaluate', 'evaluate');
    put('ignore', 'ignore');
    await world.pass(120);
    expect(states()).toEqual(['ALARM', 'INSUFFICIENT_DATA']);
    world.production.users.requestsPerSecond = 10;
    await world.pass(240);
    expect(states()).toEqual(['ALARM', 'ALARM']);
  });

  test('costs nothing while there is no alarm', async () => {
    const cloud = account({ m1: [0] });
    expect(cloud.clock.nextAt()).toBeUndefined();
    cloud.PutMetricAlarm(overOne());
    expect(cloud.clock.nextAt()).toBeLessThanOrEqual(cloud.clock.now() + minute);
    cloud.DeleteAlarms({ AlarmNames: ['over-one'] });
    expect(cloud.clock.nextAt()).toBeUndefined();
  });
});

describe('PutMetricAlarm', () => {
  test('on a name that exists keeps the state and the tags, and changes everything else', async () => {
    const cloud = account({ m1: [5, 5, 5] });
    cloud.PutMetricAlarm(overOne({ Tags: [{ Key: 'cutover', Value: 'c-1' }] }));
    await cloud.pass(1);
    cloud.PutMetricAlarm(
      overOne({ Threshold: 9, AlarmDescription: 'higher', Tags: [{ Key: 'cutover', Value: 'c-2' }] }),
    );
    const [alarm] = cloud.DescribeAlarms({}).MetricAlarms ?? [];
    expect(alarm).toMatchObject({ StateValue: 'ALARM', Threshold: 9, AlarmDescription: 'higher' });
    expect(cloud.ListTagsForResource({ ResourceARN: alarm?.AlarmArn }).Tags).toEqual([
      { Key: 'cutover', Value: 'c-1' },
    ]);
    await cloud.pass(1);
    expect(cloud.stateOf('over-one')).toBe('OK');
  });

  const math = (...Metrics: NonNullable<PutMetricAlarmInput['Metrics']>) =>
    overOne({ Namespace: _, MetricName: _, Statistic: _, Period: _, Metrics });
  test.each<[string, PutMetricAlarmInput, string]>([
    ['no name', overOne({ AlarmName: '' }), 'AlarmName'],
    ['no periods', overOne({ EvaluationPeriods: 0 }), 'EvaluationPeriods'],
    ['more to alarm than periods', overOne({ DatapointsToAlarm: 4 }), 'DatapointsToAlarm'],
    ['no threshold', overOne({ Threshold: _ }), 'Threshold'],
    [
      'an operator of anomaly detection',
      overOne({ ComparisonOperator: 'LessThanLowerThreshold' }),
      'ComparisonOperator',
    ],
    ['a treatment that there is not', overOne({ TreatMissingData: 'zero' }), 'TreatMissingData'],
    ['half a minute', overOne({ Period: 30 }), 'multiple of 60'],
    ['no statistic', overOne({ Statistic: _ }), 'Exactly one of Statistic'],
    ['two statistics', overOne({ ExtendedStatistic: 'p95' }), 'Exactly one of Statistic'],
    ['no metric', overOne({ MetricName: _ }), 'MetricName and Namespace'],
    ['more than a day', overOne({ EvaluationPeriods: 1441 }), 'more than a day'],
    [
      'few samples of no percentile',
      overOne({ EvaluateLowSampleCountPercentile: 'ignore' }),
      'needs a percentile',
    ],
    ['a metric and Metrics', overOne({ Metrics: [metricQuery('m1', true)] }), 'together with Metrics'],
    ['two results', math(metricQuery('m1', true), metricQuery('m2', true)), 'Exactly one element'],
    ['no result', math(metricQuery('m1')), 'Exactly one element'],
    ['a scalar', math({ Id: 'e1', Expression: 'MAX(m1)' }, metricQuery('m1')), 'a scalar'],
    [
      'eleven metrics',
      math(
        { Id: 'e1', Expression: 'SUM(METRICS())' },
        ...Array.from({ length: 11 }, (_none, index) => metricQuery(`m${index}`)),
      ),
      'at most 10',
    ],
  ])('refuses %s', (_name, input, why) => {
    const { PutMetricAlarm, alarms } = account({ m1: [0] });
    const act = () => PutMetricAlarm(input);
    expect(act).toThrow(why);
    expect(act).toThrow(expect.objectContaining({ name: 'ValidationError' }));
    expect(alarms.count).toBe(0);
  });
});

function many() {
  const cloud = account({ m1: [0] });
  for (let index = 10; index < 70; index++)
    cloud.PutMetricAlarm(overOne({ AlarmName: `${index < 40 ? 'cutover' : 'team'}-${index}` }));
  return cloud;
}
function names({ MetricAlarms = [] }: DescribeAlarmsOutput): (string | undefined)[] {
  return MetricAlarms.map(({ AlarmName }) => AlarmName);
}

describe('DescribeAlarms', () => {
  test('by names in order of names, leaving out those that nobody has', () => {
    const found = many().DescribeAlarms({ AlarmNames: ['team-69', 'nobody', 'cutover-10'] });
    expect(names(found)).toEqual(['cutover-10', 'team-69']);
  });

  test('by prefix and by state', () => {
    const cloud = many();
    cloud.SetAlarmState({ AlarmName: 'team-55', StateValue: 'ALARM', StateReason: 'a drill' });
    expect(names(cloud.DescribeAlarms({ AlarmNamePrefix: 'cutover-' }))).toHaveLength(30);
    expect(names(cloud.DescribeAlarms({ StateValue: 'ALARM' }))).toEqual(['team-55']);
  });

  test('in pages', () => {
    const cloud = many();
    const first = cloud.DescribeAlarms({});
    const second = cloud.DescribeAlarms({ NextToken: first.NextToken });
    expect([names(first).length, names(second).length, second.NextToken]).toEqual([50, 10, undefined]);
    expect(new Set([...names(first), ...names(second)]).size).toBe(60);
    expect(() => cloud.DescribeAlarms({ NextToken: 'x' })).toThrow(
      expect.objectContaining({ name: 'InvalidNextToken' }),
    );
  });

  test('refuses names and a prefix at once', () => {
    expect(() => many().DescribeAlarms({ AlarmNames: ['a'], AlarmNamePrefix: 'a' })).toThrow('together');
  });
});

test('DeleteAlarms deletes those that there are, and says that one was not there', () => {
  const cloud = account({ m1: [0] });
  cloud.PutMetricAlarm(overOne());
  expect(() => cloud.DeleteAlarms({ AlarmNames: ['nobody', 'over-one'] })).toThrow(
    expect.objectContaining({ name: 'ResourceNotFound' }),
  );
  expect(cloud.DescribeAlarms({}).MetricAlarms).toEqual([]);
});

describe('alarms of the team', () => {
  test('stay in the state that they are put in, and are told when it changes', async () => {
    const world = afternoon();
    const { alarms, services } = world.production;
    const told: string[] = [];
    alarms.create('slo-burn');
    alarms.onTransition(({ alarm, previous }) => told.push(`${previous.value} ${alarm.state.value}`));
    await world.pass(300);
    alarms.setState('slo-burn', 'ALARM');
    alarms.setState('slo-burn', 'ALARM');
    await world.pass(300);
    const [found] =
      services.cloudwatch.actions.DescribeAlarms({ AlarmNames: ['slo-burn'] }).MetricAlarms ?? [];
    expect(found).toMatchObject({ StateValue: 'ALARM', ActionsEnabled: true });
    expect(told).toEqual(['OK ALARM']);
    expect(() => alarms.setState('nobody', 'OK')).toThrow('Unknown alarm nobody');
  });
});
