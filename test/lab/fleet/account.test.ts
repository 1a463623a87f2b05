/** Many productions behind one wire: each answers for itself, and a quota is everybody's. */
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../lab/clock.ts';
import { lastingCaller } from '../../../lab/cloud/wire/call.ts';
import { buildAccount } from '../../../lab/fleet/account.ts';
import { inside, numbersIn, outside } from '../../../lab/fleet/names.ts';
import { Buckets } from '../../../lab/fleet/quotas.ts';
import { labStart } from '../../../lab/lab.ts';
import { Random } from '../../../lab/random.ts';

const accountOf = (count: number) => {
  const clock = new VirtualClock(labStart);
  return { clock, account: buildAccount({ clock, random: new Random(1), count, options: {} }) };
};

test('a name goes out with its number and comes back without', () => {
  const own = {
    rule: 'listener-rule/app/claude-proxy/50',
    names: ['claude-proxy-a'],
    at: new Date(0),
    count: 2,
  };
  const named = outside(own, 17);
  expect(named).toEqual({
    ...own,
    rule: 'listener-rule/app/claude-proxy-017/50',
    names: ['claude-proxy-017-a'],
  });
  expect([...numbersIn(named)]).toEqual([17]);
  expect(inside(named)).toEqual(own);
});

test('what is written to one production is read there and nowhere else', () => {
  const { account } = accountOf(3);
  const { ecs } = account.joined.services;
  const services = (number: number) =>
    ecs.actions.DescribeServices(outside({ cluster: 'claude-proxy', services: ['claude-proxy-a'] }, number))
      .services?.[0];
  const before = services(2)?.desiredCount ?? 0;
  ecs.actions.UpdateService({
    ...outside({ cluster: 'claude-proxy', service: 'claude-proxy-a' }, 2),
    desiredCount: before + 3,
  });
  expect(services(2)).toMatchObject({ serviceName: 'claude-proxy-002-a', desiredCount: before + 3 });
  expect(services(1)).toMatchObject({ serviceName: 'claude-proxy-001-a', desiredCount: before });
});

test('one call may ask for alarms of several productions', () => {
  const { account } = accountOf(3);
  const AlarmNames = ['claude-proxy-002-slo', 'claude-proxy-000-slo'];
  const { MetricAlarms = [] } = account.joined.services.cloudwatch.actions.DescribeAlarms({ AlarmNames });
  expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(AlarmNames);
});

test('a production that the fleet does not have is an error that says so', () => {
  const { account } = accountOf(2);
  const ask = () =>
    account.joined.services.cloudwatch.actions.DescribeAlarms({ AlarmNames: ['claude-proxy-007-slo'] });
  expect(ask).toThrow('the fleet has 2 productions, and no claude-proxy-007');
});

test('a bucket gives its burst, then its rate, and throttles the rest', () => {
  const clock = new VirtualClock(labStart);
  const buckets = new Buckets(clock);
  const call = {
    at: 0,
    caller: lastingCaller('test'),
    service: 'cloudwatch',
    input: {},
    mutating: false,
    attempt: 1,
  } as const;
  const throttled = (action: string, times: number) =>
    Array.from({ length: times }, () => buckets.before({ ...call, action })).filter(
      (fault) => fault !== undefined,
    ).length;
  expect(throttled('DescribeAlarms', 12)).toBe(3);
  expect(throttled('PutMetricAlarm', 3)).toBe(0);
  expect(throttled('GetDashboard', 100)).toBe(0);
  clock.after(1000, () => undefined);
  clock.pass(labStart + 1000);
  expect(throttled('DescribeAlarms', 12)).toBe(3);
});
