/** The rules that osls would deploy, read from the file that it deploys. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readEventRules, rulesOf } from '../../../../lab/machine.ts';

const file = (events: string) =>
  parse(`
custom: { machine: 'cutover-\${sls:stage}' }
provider: {}
stepFunctions: { stateMachines: { cutover: { id: CutoverStateMachine } } }
functions:
  watchOver:
    events:
      ${events}
`);
const rules = (events: string) => rulesOf(file(events));
const machineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:cutover-lab';

describe('a pattern with the state machine in it', () => {
  test.each([
    [
      'Fn::Sub',
      "{ Fn::Sub: 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${self:custom.machine}' }",
    ],
    ['Fn::Sub of a reference', "{ Fn::Sub: '${CutoverStateMachine}' }"],
    ['Ref', '{ Ref: CutoverStateMachine }'],
    ['Fn::GetAtt', '{ Fn::GetAtt: [CutoverStateMachine, Arn] }'],
  ])('by %s', (_, written) => {
    const [rule] = rules(`- eventBridge: { pattern: { detail: { stateMachineArn: [${written}] } } }`);
    expect(rule?.functionKey).toBe('watchOver');
    expect(rule?.matches?.({ detail: { stateMachineArn: machineArn } })).toBe(true);
    expect(rule?.matches?.({ detail: { stateMachineArn: `${machineArn}-other` } })).toBe(false);
  });

  test('a function’s ARN, by either of its names', () => {
    const found = rules(
      '- eventBridge: { pattern: { resources: [{ Fn::GetAtt: [watchOver, Arn] }, { Fn::GetAtt: [WatchOverLambdaFunction, Arn] }] } }',
    );
    expect(
      found[0]?.matches?.({
        resources: ['arn:aws:lambda:eu-west-1:123456789012:function:cutover-lab-watchOver'],
      }),
    ).toBe(true);
  });
});

test.each([
  ['- schedule: rate(1 minute)', [60_000]],
  ['- schedule: { rate: rate(2 hours) }', [7_200_000]],
  ['- schedule: { rate: [rate(1 day), rate(5 minutes)], input: { by: clock } }', [86_400_000, 300_000]],
  ['- eventBridge: { schedule: rate(10 minutes) }', [600_000]],
  ['- eventBridge: { schedule: rate(10 minutes), enabled: false }', []],
  ['- schedule: { rate: rate(1 minute), enabled: false }', []],
  ['- httpApi: { path: /, method: get }', []],
])('%s', (events, every) => {
  expect(rules(events).map(({ everyMilliseconds }) => everyMilliseconds)).toEqual(every);
});

test.each([
  ['- schedule: cron(0 * * * ? *)', /functions\.watchOver\.events\[0\].*no cron/s],
  ['- schedule: { rate: rate(1 minute), method: scheduler }', /method/],
  ['- eventBridge: { eventBus: other, schedule: rate(1 minute) }', /eventBus/],
  ['- eventBridge: { pattern: { source: [a] }, inputTransformer: {} }', /inputTransformer/],
  [
    '- eventBridge: { pattern: { source: [{ wildcard: a }] } }',
    /wildcard at functions\.watchOver\.events\[0\]\.pattern\.source/,
  ],
  ['- eventBridge: { description: nothing else }', /no pattern and no schedule/],
  ['- eventBridge: { pattern: { source: [{ Ref: Nobody }] } }', /cannot resolve Nobody/],
  ['- eventBridge: { pattern: { source: [{ Fn::ImportValue: x }] } }', /cannot resolve Fn::ImportValue/],
])('refused: %s', (events, why) => {
  expect(() => rules(events)).toThrow(why);
});

const alarm = (value: string) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  detail: { state: { value } },
});

test('the rules that are deployed: an alarm that rings, an execution that ends badly, and the clock', () => {
  const found = readEventRules();
  const wanting = (event: unknown) =>
    found.filter(({ matches }) => matches?.(event)).map(({ functionKey }) => functionKey);
  const execution = (status: string, stateMachineArn = machineArn) => ({
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { status, stateMachineArn },
  });
  expect(wanting(alarm('ALARM'))).toEqual(['onAlarm']);
  expect(wanting(alarm('OK'))).toEqual([]);
  expect(['FAILED', 'TIMED_OUT', 'ABORTED'].map((status) => wanting(execution(status)))).toEqual([
    ['reconcile'],
    ['reconcile'],
    ['reconcile'],
  ]);
  expect(wanting(execution('RUNNING'))).toEqual([]);
  expect(wanting(execution('FAILED', `${machineArn}2`))).toEqual([]);
  expect(
    found
      .filter(({ everyMilliseconds }) => everyMilliseconds === 60_000)
      .map(({ functionKey }) => functionKey),
  ).toEqual(['reconcile']);
});
