/**
 * What the state machine itself may, beside invoking functions: run the load tests that policy.yml lists, and wait for
 * them. https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
import { type Arn, ecsOf, policy, sub, targets, unique } from './roles.ts';

/** A task of the team. */
export interface LoadTest {
  readonly cluster: string;
  readonly taskFamily: string;
  readonly taskRoles?: readonly string[];
}

const tests = targets.flatMap((target) =>
  (target.loadTests ?? []).map((test) => ({ ...test, of: (type: string) => ecsOf(target, type) })),
);

/** The rule that Step Functions keeps for itself, to hear of a task's end. */
const rule = sub('events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForECSTaskRule');
const toTasks = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };

/** A policy of its role; nothing where nothing is listed. */
export const loadTests: object = tests.length === 0 ? { Ref: 'AWS::NoValue' } : loadTestsPolicy();

function loadTestsPolicy(): object {
  const runs = tests.map(({ cluster, taskFamily, of }) =>
    allow(['ecs:RunTask'], [`${of('task-definition')}/${taskFamily}:*`], {
      ArnEquals: { 'ecs:cluster': `${of('cluster')}/${cluster}` },
    }),
  );
  const tasks = unique(tests.map(({ cluster, of }) => `${of('task')}/${cluster}/*`));
  const passed = unique(tests.flatMap(({ taskRoles = [] }) => taskRoles));
  return {
    PolicyName: 'loadTests',
    PolicyDocument: policy([
      ...runs,
      allow(['ecs:DescribeTasks', 'ecs:StopTask'], tasks),
      ...(passed.length > 0 ? [allow(['iam:PassRole'], passed, toTasks)] : []),
      allow(['events:DescribeRule', 'events:PutRule', 'events:PutTargets'], [rule]),
    ]),
  };
}

function allow(Action: readonly string[], Resource: readonly Arn[], Condition?: object): object {
  return { Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}
