import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import type { Deed } from '../../../lab/scenario/scenario.ts';

function deedsOf(...entries: object[]): readonly Deed[] {
  const parsed = parseScenario({ when: entries.map((entry) => ({ at: '+20m', ...entry })) });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario.when.flatMap(({ deeds }) => deeds);
}

function problemsOf(...entries: object[]): readonly string[] {
  const parsed = parseScenario({ when: entries.map((entry) => ({ at: '+20m', ...entry })) });
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

const modify = { call: 'elbv2:ModifyRule' };
const throttled = { ...modify, error: 'ThrottlingException' };
const often = { kind: 'fail', call: 'elbv2:ModifyRule', error: 'ThrottlingException', effect: false };

describe('deeds of the contract', () => {
  test.each<[object, object]>([
    [{ fail: { ...throttled, times: 3 } }, { ...often, times: 3 }],
    [{ fail: throttled }, { ...often, times: 1 }],
    [{ fail: { ...throttled, for: '10m' } }, { ...often, times: Infinity, forMilliseconds: 600_000 }],
    [{ fail: { ...throttled, times: 2, for: '1m' } }, { ...often, times: 2, forMilliseconds: 60_000 }],
    [
      { fail: { ...modify, error: 'TimeoutError', effect: true } },
      { ...often, error: 'TimeoutError', times: 1, effect: true },
    ],
    [
      { slow: { ...modify, by: '25s', times: 1 } },
      { kind: 'slow', call: 'elbv2:ModifyRule', byMilliseconds: 25_000, times: 1 },
    ],
    [
      { crash: { function: 'shiftTraffic', when: 'before-write' } },
      { kind: 'crash', function: 'shiftTraffic', when: 'before-write', times: 1 },
    ],
    [
      { crash: { function: 'rollBack', when: 'after-write', call: 'elbv2:ModifyRule' } },
      { kind: 'crash', function: 'rollBack', when: 'after-write', times: 1, call: 'elbv2:ModifyRule' },
    ],
    [
      { crash: { function: 'rollBack', when: 'after-write', times: 2, write: 3 } },
      { kind: 'crash', function: 'rollBack', when: 'after-write', times: 2, write: 3 },
    ],
    [
      { delay: { metrics: '180s', for: '10m' } },
      { kind: 'delay', metricsMilliseconds: 180_000, forMilliseconds: 600_000 },
    ],
    [
      { delay: { metrics: '180s' } },
      { kind: 'delay', metricsMilliseconds: 180_000, forMilliseconds: Infinity },
    ],
    [
      { fail: { call: 'dynamodb:*', error: 'ServiceUnavailable', for: '5m' } },
      {
        kind: 'fail',
        call: 'dynamodb:*',
        error: 'ServiceUnavailable',
        effect: false,
        times: Infinity,
        forMilliseconds: 300_000,
      },
    ],
    [
      { slow: { call: 'elbv2:*', function: 'rollBack', by: '2s', times: 3 } },
      { kind: 'slow', call: 'elbv2:*', function: 'rollBack', byMilliseconds: 2000, times: 3 },
    ],
    [{ drift: { canaryPercent: 50 } }, { kind: 'drift', canaryPercent: 50 }],
    [{ stop: 'execution' }, { kind: 'stop' }],
  ])('%j is read', (entry, deed) => {
    expect(deedsOf(entry)).toEqual([deed]);
  });

  test('a moment may have several', () => {
    const deeds = deedsOf({
      set: { 'canary.errorRate': '30%' },
      fail: throttled,
      drift: { canaryPercent: 0 },
    });
    expect(deeds.map(({ kind }) => kind)).toEqual(['set', 'fail', 'drift']);
  });

  test.each([
    'dynamodb:TransactWriteItems',
    'application-autoscaling:RegisterScalableTarget',
    'ecs:UpdateService',
    'sfn:DescribeExecution',
    'cloudwatch:GetMetricData',
    'ecr:DescribeImages',
  ])('%s can fail: a function calls it', (call) => {
    expect(deedsOf({ slow: { call, by: '1s' } })).toHaveLength(1);
  });
});

describe('what names nothing is refused, with the nearest that exists', () => {
  test.each<[object, string]>([
    [
      { fail: { ...throttled, call: 'elbv2:ModifyRul' } },
      'fail.call: is a call that no function of ours makes; the nearest is elbv2:ModifyRule',
    ],
    // IAM's extra, which nobody calls; and an action that the lab plays for nobody.
    [{ slow: { call: 'elbv2:AddTags', by: '1s' } }, 'slow.call: is a call that no function of ours makes'],
    [{ slow: { call: 'ecs:ListServices', by: '1s' } }, 'slow.call: is a call that no function of ours makes'],
    [
      { slow: { call: 'elb2:ModifyRule', by: '1s' } },
      'slow.call: names the service elb2, which is unknown; the nearest is elbv2',
    ],
    [{ slow: { call: 'codedeploy:StopDeployment', by: '1s' } }, 'slow.call: is not built yet: no function'],
    [{ slow: { call: 'ModifyRule', by: '1s' } }, 'slow.call: must be a service and an action of its API'],
    [
      { fail: { ...modify, error: 'ThrotlingException' } },
      'fail.error: is no error of elbv2; the nearest is ThrottlingException',
    ],
    [
      { fail: { ...modify, error: 'ConditionalCheckFailedException' } },
      'fail.error: is no error of elbv2; the nearest is',
    ],
    [
      { fail: { call: 'dynamodb:PutItem', error: 'TransactionCanceledException' } },
      'fail.error: is an answer to dynamodb:TransactWriteItems only',
    ],
    [{ fail: { ...throttled, effect: true } }, 'fail.effect: ThrottlingException says that nothing was done'],
    [{ fail: { ...throttled, time: 3 } }, 'fail.time: is an unknown key; the nearest known one is times'],
    [{ fail: { ...throttled, times: 0 } }, 'fail.times: must be a whole number from 1'],
    [
      { crash: { function: 'shift-traffic', when: 'before-write' } },
      'crash.function: is no function; the nearest is shiftTraffic',
    ],
    [
      { crash: { function: 'rollBack', when: 'before-write', call: 'ecs:UpdateService' } },
      'crash.function: does not call ecs:UpdateService',
    ],
    [
      { crash: { function: 'rollBack', when: 'before-write', call: 'elbv2:DescribeRules' } },
      'crash.call: only reads: name a call that writes',
    ],
    [
      { crash: { function: 'rollBack', when: 'before-write', call: 'elbv2:ModifyRule', write: 2 } },
      'crash.write: cannot be told beside call: say which one',
    ],
    [{ crash: { function: 'rollBack', when: 'later' } }, 'crash.when: must be before-write or after-write'],
    [{ drift: { canaryPercent: 50.5 } }, 'drift.canaryPercent: must be a whole number from 0 to 100'],
    [{ stop: true }, 'stop: must be execution'],
    [{ lose: { events: 'queue' } }, 'lose.events: must be one of alarm, execution, schedule'],
    [{ lose: { events: 'alarm', for: '0s' } }, 'lose.for: must be'],
    [{ command: 'stop' }, 'command: must be one of skip, hold, resume, abort'],
    [{}, ': says when, and not what: add set, fail'],
    [
      { crash: { function: 'rollBack', when: 'after-write', call: 'elbv2:*' } },
      'crash.call: is a whole service: name one of its writes',
    ],
    [
      { fail: { call: 'elbv:*', error: 'Throttling' } },
      'fail.call: names the service elbv, which is unknown; the nearest is elbv2',
    ],
    [{ slow: { call: 'sqs:*', function: 'rollBack', by: '2s' } }, 'slow.function: does not call sqs:*'],
  ])('%j', (entry, message) => {
    const [problem = '', ...more] = problemsOf(entry);
    expect(more).toEqual([]);
    expect(problem).toContain(`when[0]${message.startsWith(':') ? '' : '.'}${message}`);
  });

  test('all at once', () => {
    const found = problemsOf(
      { at: '12', set: { 'canary.errorRat': '1%', 'queue.depth': 'x' } },
      { fail: { call: 'elbv2:X', error: 'Y', times: -1 }, slow: { call: 'x' } },
      { crash: { function: 'x', when: 'y' } },
    );
    expect(found.map((one) => one.split(': ')[0])).toEqual([
      'when[0].at',
      'when[0].set["canary.errorRat"]',
      'when[0].set["queue.depth"]',
      'when[1].fail.call',
      'when[1].fail.times',
      'when[1].slow.call',
      'when[1].slow.by',
      'when[2].crash.function',
      'when[2].crash.when',
    ]);
  });
});
