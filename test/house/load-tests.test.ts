/** What the state machine may beside invoking functions, read from the packaged template. */
import { beforeAll, expect, test } from 'vitest';
import { packageWhereStale } from '../../scripts/package.ts';
import { readTemplate, statements, type Template } from '../../scripts/permissions.ts';

let template: Template;

beforeAll(async () => {
  await packageWhereStale();
  template = readTemplate();
}, 120_000);

test('may run the load tests that policy.yml lists, hand over their roles to ECS alone, and nothing else', () => {
  const own = statements(template, 'CutoverRole').filter(({ Action }) =>
    Action.some((action) => /^(ecs|iam|events):/.test(action)),
  );
  const here = 'arn:aws:ecs:eu-west-1:123456789012';
  const rule =
    'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForECSTaskRule';
  expect(own).toEqual([
    {
      Effect: 'Allow',
      Action: ['ecs:RunTask'],
      Resource: [`${here}:task-definition/k6:*`],
      Condition: { ArnEquals: { 'ecs:cluster': `${here}:cluster/tools` } },
    },
    { Effect: 'Allow', Action: ['ecs:DescribeTasks', 'ecs:StopTask'], Resource: [`${here}:task/tools/*`] },
    {
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: ['arn:aws:iam::123456789012:role/k6-execution'],
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    {
      Effect: 'Allow',
      Action: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
      Resource: [{ 'Fn::Sub': rule }],
    },
  ]);
});
