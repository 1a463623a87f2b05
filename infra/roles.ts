/**
 * Makes one IAM role per function from infra/permissions.yml (who may do what) and the targets of policy.yml (to what).
 * It knows how ARNs are spelled and which conditions narrow an action further; it decides nothing else.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { LoadTest } from './load-tests.ts';

interface Target {
  readonly cluster: string;
  readonly services: readonly string[];
  readonly rules: readonly string[];
  readonly testRules: readonly string[];
  readonly userPools: readonly string[];
  readonly taskFamily: string;
  readonly taskRoles: readonly string[];
  readonly repositories: readonly string[];
  readonly loadTests?: readonly LoadTest[];
  readonly terraformPlans: readonly string[];
  readonly webAcls: readonly string[];
  readonly ruleGroups: readonly string[];
  readonly certificates: readonly string[];
  readonly queues: readonly string[];
  readonly secrets: readonly string[];
  readonly tokens: readonly string[];
  readonly calendars: readonly string[];
  readonly dashboards: readonly string[];
  readonly logGroups: readonly string[];
}

/** Where cutovers are told, as far as it needs a permission. */
interface Messages {
  readonly slack?: { readonly token: string; readonly buttons?: { readonly signingSecret: string } };
  readonly topic?: string;
  readonly webhook?: { readonly secret: string };
  readonly ticket?: { readonly token: string };
  readonly runbook?: { readonly token: string };
  readonly reports?: { readonly bucket: string; readonly prefix?: string };
}

interface Place {
  readonly service: string;
  /** Why `*`; absent where the place has ARNs. */
  readonly unscoped?: string;
}

export interface Permissions {
  readonly places: Readonly<Record<string, Place>>;
  readonly functions: Readonly<
    Record<string, { readonly breaks: string; readonly may: Readonly<Record<string, readonly string[]>> }>
  >;
}

export const permissions = read('permissions.yml') as Permissions;
const { targets, messages = {} } = read('../policy.yml') as {
  readonly targets: readonly Target[];
  readonly messages?: Messages;
};
export { targets };

const { slack, ticket, runbook, reports: files } = messages;
const tellers = [slack, ticket, runbook];

export type Arn = string | Readonly<Record<string, unknown>>;

/** What a place means here and now, and the condition under which its actions are allowed. */
export interface Ground {
  readonly arns: readonly Arn[];
  readonly condition?: Readonly<Record<string, unknown>>;
}

const rules = targets.flatMap((target) => target.rules);
const testRules = targets.flatMap((target) => target.testRules);
const doors: readonly Arn[] = unique(rules.map((arn) => `${ruleOf(listenerOf(arn))}/*`));
const families = targets.map((target) => `${ecsOf(target, 'task-definition')}/${target.taskFamily}:*`);

const grounds: Readonly<Record<string, Ground>> = {
  ledger: { arns: [{ 'Fn::GetAtt': ['LedgerTable', 'Arn'] }] },
  undelivered: { arns: [{ 'Fn::GetAtt': ['Undelivered', 'Arn'] }] },
  ledgerStream: { arns: [{ 'Fn::GetAtt': ['LedgerTable', 'StreamArn'] }] },
  reportFiles: { arns: given(files && `arn:aws:s3:::${files.bucket}/${files.prefix ?? 'cutovers/'}*`) },
  messageTopic: { arns: given(messages.topic) },
  clickSecrets: { arns: given(slack?.buttons?.signingSecret, slack?.buttons && slack.token) },
  messageSecrets: { arns: given(...tellers.map((one) => one?.token), messages.webhook?.secret) },
  rules: { arns: rules.filter((arn) => !isListener(arn)) },
  listeners: { arns: rules.filter(isListener) },
  testRules: { arns: testRules.filter((arn) => !isListener(arn)) },
  testListeners: { arns: testRules.filter(isListener) },
  doorListeners: { arns: unique(rules.map(listenerOf)) },
  // The tag is written with the rule, which AWS authorises as AddTags within CreateRule.
  doors: { arns: doors, condition: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateRule' } } },
  taggedDoors: { arns: doors, condition: { Null: { 'aws:ResourceTag/cutover': 'false' } } },
  services: {
    arns: targets.flatMap((target) =>
      target.services.map((name) => `${ecsOf(target, 'service')}/${target.cluster}/${name}`),
    ),
  },
  // ListTasks is authorised on container instances, of which Fargate has none: only the cluster holds it.
  clusterTasks: {
    arns: ['*'],
    condition: {
      ArnEquals: {
        'ecs:cluster': unique(targets.map((target) => `${ecsOf(target, 'cluster')}/${target.cluster}`)),
      },
    },
  },
  taskFamilies: { arns: families },
  newRevisions: {
    arns: families,
    condition: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
  },
  taskRoles: {
    arns: targets.flatMap((target) => target.taskRoles),
    condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  },
  // Names of other registries' images are no ARNs: nothing is read there.
  repositories: {
    arns: targets.flatMap((target) => target.repositories.filter((name) => name.startsWith('arn:'))),
  },
  terraformPlans: listed('terraformPlans'),
  webAcls: listed('webAcls'),
  ruleGroups: listed('ruleGroups'),
  certificates: listed('certificates'),
  queues: listed('queues'),
  secrets: listed('secrets'),
  tokens: listed('tokens'),
  calendars: listed('calendars'),
  dashboards: listed('dashboards'),
  logGroups: listed('logGroups'),
  userPools: { arns: targets.flatMap((target) => target.userPools) },
  scaling: {
    arns: [sub('application-autoscaling:${AWS::Region}:${AWS::AccountId}:scalable-target/*')],
    condition: {
      StringEquals: {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    },
  },
  approvals: { arns: [{ 'Fn::GetAtt': ['ApprovalsTopic', 'TopicArn'] }] },
  // An identity is an address, or its whole domain: the condition holds it to the sender.
  mail: {
    arns: [sub('ses:${AWS::Region}:${AWS::AccountId}:identity/*')],
    condition: { StringEquals: { 'ses:FromAddress': "${param:approvalsSender, 'nobody'}" } },
  },
  ownAlarms: { arns: [sub('cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:cutover-*')] },
  anyAlarm: { arns: [sub('cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*')] },
  machine: { arns: [sub('states:${AWS::Region}:${AWS::AccountId}:stateMachine:${self:custom.machine}')] },
  executions: { arns: [sub('states:${AWS::Region}:${AWS::AccountId}:execution:${self:custom.machine}:*')] },
};

/** The `Resources` that serverless.yml includes. A place without anything in it grants nothing. */
export const roles = {
  Resources: Object.fromEntries(
    Object.entries(permissions.functions).map(([key, { breaks, may }]) => [
      `${capital(key)}Role`,
      role(
        key,
        breaks,
        Object.entries(may).flatMap(([place, actions]) => statement(place, actions)),
      ),
    ]),
  ),
};

function given(...arns: readonly (string | undefined)[]): string[] {
  return unique(arns.filter((arn) => arn !== undefined));
}

/** ARNs as policy.yml has them. */
function listed(key: Exclude<keyof Target, 'cluster' | 'taskFamily' | 'loadTests'>): Ground {
  return { arns: targets.flatMap((target) => target[key]) };
}

function statement(place: string, actions: readonly string[]): object[] {
  const known = permissions.places[place];
  if (known === undefined) throw new Error(`infra/permissions.yml names no place ${place}`);
  const { arns, condition } = ground(place);
  if (arns.length === 0) return [];
  const Action = actions.map((action) => `${known.service}:${action}`);
  return [{ Effect: 'Allow', Action, Resource: arns, ...(condition && { Condition: condition }) }];
}

/** What a place stands for in the listed targets; nothing where they leave it empty. */
export function ground(place: string): Ground {
  if (permissions.places[place]?.unscoped !== undefined) return { arns: ['*'] };
  const found = grounds[place];
  if (found === undefined) throw new Error(`infra/roles.ts knows no ARN for the place ${place}`);
  return found;
}

function role(key: string, breaks: string, statements: readonly object[]): object {
  const log = sub(
    `logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/\${self:service}-\${sls:stage}-${key}:*`,
  );
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: `What it can break: ${breaks}`,
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
      Policies: [
        {
          PolicyName: 'least',
          PolicyDocument: policy([
            ...statements,
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: [log] },
            {
              Effect: 'Allow',
              Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
              Resource: ['*'],
            },
          ]),
        },
      ],
    },
  };
}

export function policy(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

export function sub(rest: string): Arn {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` };
}

function isListener(arn: string): boolean {
  return arn.includes(':listener/');
}

/** `…:listener-rule/app/n/id/listener/rule` → `…:listener/app/n/id/listener`. */
function listenerOf(arn: string): string {
  return isListener(arn) ? arn : arn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
}

function ruleOf(listener: string): string {
  return listener.replace(':listener/', ':listener-rule/');
}

/** A target's services live where its rules do; the lock's rows are named so as well (aws/ledger/lock.ts). */
export function ecsOf(target: Target, type: string): string {
  const [rule = ''] = target.rules;
  const [, partition, , region, account] = rule.split(':');
  return `arn:${partition}:ecs:${region}:${account}:${type}`;
}

export function unique(arns: readonly string[]): string[] {
  return [...new Set(arns)];
}

function capital(key: string): string {
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

function read(file: string): unknown {
  return parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}
