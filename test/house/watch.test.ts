/** Who watches the watchmen: what infra/watch.yml and serverless.yml say, read as they are written. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compilePattern } from '../../lab/cloud/events/pattern.ts';
import { resolve } from '../../lab/cloudformation.ts';
import { readMachine } from '../../scripts/picture.ts';

interface Alarm {
  readonly AlarmName: string;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly MetricName?: string;
  readonly TreatMissingData: string;
  readonly AlarmActions: unknown;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Pick<Alarm, 'Dimensions'> } }[];
}

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has a schema of its own, which cfn-lint checks.
  readonly Properties: any; // oxlint-disable-line typescript/no-explicit-any
}

const read = (path: string) => {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  return parse(readFileSync(file, 'utf8'), { merge: true });
};
const watch: {
  readonly Parameters: unknown;
  readonly Resources: Readonly<Record<string, Resource>>;
} = read('infra/watch.yml');
const serverless = read('serverless.yml');
const wayBack = ['confirmRollback', 'onAlarm', 'reconcile', 'rollBack', 'takeCommand'];

const alarms = Object.values(watch.Resources)
  .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
  .map(({ Properties }) => Properties as Alarm);

function on(functionKey: string, metric: string): Alarm | undefined {
  return alarms.find((alarm) => alarm.MetricName === metric && functionOf(alarm) === functionKey);
}

function functionOf({ Dimensions = [] }: Pick<Alarm, 'Dimensions'>): string | undefined {
  const [dimension] = Dimensions;
  if (dimension?.Name !== 'FunctionName') return undefined;
  const { Ref } = dimension.Value as { readonly Ref: string };
  return `${Ref.charAt(0).toLowerCase()}${Ref.slice(1).replace('LambdaFunction', '')}`;
}

describe('alarms', () => {
  test('page, each of them, under names that no cutover may delete', () => {
    const page = { 'Fn::If': ['HasPageTopic', [{ Ref: 'PageTopic' }], { Ref: 'AWS::NoValue' }] };
    expect(alarms.length).toBeGreaterThan(5);
    for (const alarm of alarms) {
      expect(alarm.AlarmActions).toEqual(page);
      expect(alarm.AlarmName).toMatch(/^watch-/);
    }
    expect(new Set(alarms.map(({ AlarmName }) => AlarmName)).size).toBe(alarms.length);
  });

  test('are deployed where no topic is named, too', () => {
    expect(watch.Parameters).toMatchObject({ PageTopic: { Default: "${param:pageTopic, ''}" } });
    const conditional = Object.values(watch.Resources).filter(({ Condition }) => Condition !== undefined);
    expect(conditional.map(({ Type }) => Type)).toEqual(['AWS::Events::Rule']);
  });

  test.each([
    ['reconcile', 'Errors'],
    ['onAlarm', 'Errors'],
    ['callPerson', 'Invocations'],
  ])('%s: one of its %s is enough', (key, metric) => {
    expect(on(key, metric)).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('silence of reconcile rings after five minutes, and a function that never ran is silent', () => {
    const alarm = on('reconcile', 'Invocations');
    expect(alarm).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    expect((alarm?.Period ?? 0) * (alarm?.EvaluationPeriods ?? 0)).toBe(300);
  });

  test('throttles are counted on every function of the way back', () => {
    const [alarm] = alarms.filter(({ Metrics }) => Metrics !== undefined);
    const watched = alarm?.Metrics?.flatMap(({ MetricStat }) =>
      MetricStat === undefined ? [] : [functionOf(MetricStat.Metric)],
    );
    expect(watched?.toSorted()).toEqual(wayBack);
  });
});

describe('a person is paged', () => {
  const { Properties: rule } = watch.Resources['PersonNeededRule'] ?? { Properties: {} };
  const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:cutover-lab';
  const pattern = resolve(rule.EventPattern, { file: serverless, arns: { CutoverStateMachine: machine } });
  const matches = compilePattern(pattern);
  const ended = (detail: object, stateMachineArn = machine) =>
    matches({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { stateMachineArn, ...detail },
    });

  test('on each ending of ours but the two that ask nothing of people', () => {
    // What a branch of the release fails with is caught, and ends no execution.
    const errors = Object.values(readMachine().States).flatMap((state) => state.Error ?? []);
    const paged = [...new Set(errors)].filter((error) => ended({ status: 'FAILED', error }));
    expect(errors).toEqual(expect.arrayContaining(['CutoverRolledBack', 'CutoverRefused']));
    expect(paged).toEqual(['NeedsAPerson']);
  });

  test('on an end that is none of ours, with or without an error name', () => {
    expect(ended({ status: 'FAILED', error: 'States.Runtime' })).toBe(true);
    expect(ended({ status: 'FAILED' })).toBe(true);
    expect(ended({ status: 'TIMED_OUT' })).toBe(true);
  });

  test('not on a good end, on somebody’s wish, or for another state machine', () => {
    expect(ended({ status: 'SUCCEEDED', error: null })).toBe(false);
    expect(ended({ status: 'ABORTED' })).toBe(false);
    expect(ended({ status: 'FAILED', error: 'NeedsAPerson' }, `${machine}-other`)).toBe(false);
  });
});

test('one setting reserves concurrency for the whole way back, and for nothing else', () => {
  const functions = Object.entries<{ readonly reservedConcurrency?: string }>(serverless.functions);
  const reserved = functions.filter(
    ([, { reservedConcurrency }]) => reservedConcurrency === '${param:wayBackConcurrency, null}',
  );
  expect(reserved.map(([key]) => key).toSorted()).toEqual(wayBack);
});
