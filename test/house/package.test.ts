/**
 * What is deployed, read from what `npm run package` makes: one role per function with what its code asks for,
 * small zips, a ledger that cannot be lost. It packages without credentials, unless `npm run package` just has.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ground, permissions } from '../../infra/roles.ts';
import { functionKey, functionNames, reachableCalls, sizes, tellers } from '../../scripts/build.ts';
import { packageWhereStale } from '../../scripts/package.ts';
import {
  type Arn,
  iamActions,
  packagedFunctions,
  pageFile,
  permissionsPage,
  readTemplate,
  statements,
  type Template,
  templateFile,
} from '../../scripts/permissions.ts';
import { functionOf, plain, tasksOf } from './packaged.ts';
import { everyones, readingStreams, withoutArn } from './wide-actions.ts';
import { entries } from './zip-entries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const keys = functionNames().map(functionKey).toSorted();
const zipBytesMax = 350 * 1024;
/** Most of it is the SDK's clients: the largest, judge-rung, reads five services before it lets a share rise. */
const bundleBytesMax = 480 * 1024;

let template: Template;
let calls: Map<string, string[]>;

beforeAll(async () => {
  await packageWhereStale();
  calls = await reachableCalls();
  template = readTemplate();
}, 120_000);

describe('functions', () => {
  test('are those in functions/, no more and no fewer', () => {
    expect(packagedKeys()).toEqual(keys);
    expect(Object.keys(permissions.functions).toSorted()).toEqual(keys);
  });

  test('run their own bundle on Node 24 with the ledger, traces and readable stacks', () => {
    for (const name of functionNames()) {
      const { properties } = one(functionKey(name));
      expect(properties).toMatchObject({
        Handler: `dist/${name}/index.handler`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        Environment: {
          Variables: { LEDGER_TABLE: { Ref: 'LedgerTable' }, NODE_OPTIONS: '--enable-source-maps' },
        },
      });
    }
  });

  test('are zipped alone: a bundle and its map', () => {
    for (const name of functionNames()) {
      const zip = `${root}.serverless/${functionKey(name)}.zip`;
      // What bounds every plan goes with those that take plans.
      const takesPlans = name === 'read-plan' || name === 'start-cutover';
      const policy = takesPlans ? [`dist/${name}/policy.json`] : [];
      // And where cutovers are told, with those that tell.
      if (tellers.includes(name)) policy.push(`dist/${name}/channels.json`);
      const expected = [`dist/${name}/index.mjs`, `dist/${name}/index.mjs.map`, ...policy];
      expect(entries(zip).toSorted()).toEqual(expected.toSorted());
      expect({ zip, isSmall: statSync(zip).size < zipBytesMax }).toEqual({ zip, isSmall: true });
    }
    expect(sizes().filter(({ bytes }) => bytes >= bundleBytesMax)).toEqual([]);
  });

  test('die before the state that called them gives up on them', () => {
    const late = tasks().filter(({ key, TimeoutSeconds }) => one(key).timeoutSeconds >= TimeoutSeconds);
    expect(late).toEqual([]);
  });

  test('have a log that ends', () => {
    const groups = ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties);
    for (const group of groups) expect(group['RetentionInDays']).toBe(90);
    const names = groups.map((group): string => group['LogGroupName']).toSorted();
    const own = keys.map((key) => `/aws/lambda/cutover-prod-${key}`);
    expect(names).toEqual([...own, '/aws/vendedlogs/states/cutover-prod'].toSorted());
  });
});

describe('roles', () => {
  test('belong to one function each', () => {
    const used = packagedFunctions(template).map(({ roleId }) => roleId);
    expect(new Set(used).size).toBe(keys.length);
    expect(ofType('AWS::IAM::Role')).toHaveLength(keys.length + 1);
  });

  test.each(keys)('%s is granted what its code asks for and nothing else', (key) => {
    expect(granted(key)).toEqual(asked(key));
  });

  test.each(keys)('%s has on AWS what infra/permissions.yml grants on the listed targets', (key) => {
    const packaged = statements(template, one(key).roleId).flatMap(({ Action }) => Action);
    const expected = [...granted(key, (place) => ground(place).arns.length > 0), ...everyones];
    expect(packaged.toSorted()).toEqual(expected.toSorted());
  });

  test('name what they touch, but where AWS takes no ARN', () => {
    const unscoped = allStatements().flatMap(({ Action, Resource }) =>
      Resource.some((arn) => arn === '*') ? Action : [],
    );
    expect([...new Set(unscoped)].toSorted()).toEqual(withoutArn.toSorted());
  });

  test('have no wildcard in an action, and deny or trust nobody else', () => {
    for (const { Action, Effect } of allStatements()) {
      expect(Effect).toBe('Allow');
      expect(Action.filter((action) => action.includes('*'))).toEqual([]);
    }
    for (const { Properties } of ofType('AWS::IAM::Role')) {
      const [trust, ...more] = Properties['AssumeRolePolicyDocument'].Statement;
      expect(more).toEqual([]);
      expect(trust.Principal.Service).toMatch(/^(lambda|states)\.amazonaws\.com$/);
    }
  });

  test('let traffic be moved by its writers only, on the listed rules only', () => {
    const movers = keys.filter((key) => granted(key, (place) => place === 'rules').length > 0);
    expect(movers).toEqual(['confirmRollback', 'promote', 'reconcile', 'rollBack', 'shiftTraffic']);
    const policy = parse(readFileSync(`${root}policy.yml`, 'utf8')) as { targets: [{ rules: string[] }] };
    const rules = policy.targets[0].rules.filter((arn) => arn.includes(':listener-rule/'));
    for (const key of movers) expect(on(key, 'elasticloadbalancing:ModifyRule')).toEqual(rules);
  });
});

describe('the state machine', () => {
  test('may invoke exactly the functions that it names', () => {
    const invoked = on('CutoverRole', 'lambda:InvokeFunction').map(functionOf);
    expect(invoked.toSorted()).toEqual([...new Set(tasks().map(({ key }) => key))].toSorted());
  });

  test('names only functions that exist, which the packager does not check', () => {
    expect(tasks().filter(({ key }) => !keys.includes(key))).toEqual([]);
  });

  test('is traced, and logged without the data in which tokens travel', () => {
    const { LoggingConfiguration, TracingConfiguration } = machine();
    expect(LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    expect(TracingConfiguration).toEqual({ Enabled: true });
  });

  test('is packaged with the meaning of its file', () => {
    const source = parse(readFileSync(`${root}statemachine/cutover.asl.yml`, 'utf8'), { merge: true });
    expect(plain(JSON.parse(machine()['DefinitionString']['Fn::Sub'][0]))).toEqual(plain(source));
  });
});

test('three functions can be called by everybody, through their URLs alone', () => {
  const everybodys = ['serveGate', 'serveRoom', 'serveSlack'];
  const open = ofType('AWS::Lambda::Permission').filter(({ Properties }) => Properties['Principal'] === '*');
  const ways = open.map(({ Properties }) => ({
    ...Properties,
    FunctionName: functionOf(Properties['FunctionName']),
  }));
  expect(ways).toHaveLength(6);
  for (const FunctionName of everybodys) {
    const all = { FunctionName, Principal: '*' };
    expect(ways).toContainEqual({ ...all, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' });
    expect(ways).toContainEqual({ ...all, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true });
  }
  const urls = ofType('AWS::Lambda::Url').filter(({ Properties }) => Properties['AuthType'] !== 'AWS_IAM');
  expect(urls.map(({ Properties }) => functionOf(Properties['TargetFunctionArn'])).toSorted()).toEqual(
    everybodys,
  );
});

test('events that nobody takes are kept, and each rule says how long it tries', () => {
  const keeps = { 'Fn::GetAtt': ['Undelivered', 'Arn'] };
  const targets = ofType('AWS::Events::Rule').flatMap(({ Properties }) => Properties['Targets']);
  expect(targets).toHaveLength(5);
  for (const target of targets) {
    expect(target.DeadLetterConfig).toEqual({ Arn: keeps });
    expect(target.RetryPolicy.MaximumEventAgeInSeconds).toBeLessThanOrEqual(3600);
    expect(target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0);
  }
  expect(keys.filter(keepsFailures)).toEqual(['onAlarm', 'reconcile']);
});

test('the ledger’s stream wakes who keeps reports and who tells: two, as many as AWS has read from a shard', () => {
  expect(keys.filter(streamOf)).toEqual(['keepReport', 'tell']);
});

test.each(['keepReport', 'tell'])('%s takes them in order, and what is given up is kept', (key) => {
  // More at once would let rows of one cutover overtake each other.
  expect(streamOf(key)?.['ParallelizationFactor']).toBeUndefined();
  expect(streamOf(key)).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': ['LedgerTable', 'StreamArn'] },
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRecordAgeInSeconds: 1800,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Undelivered', 'Arn'] } } },
  });
});

test('the ledger outlives the stack, can be restored, sweeps itself and streams', () => {
  const table = template.Resources['LedgerTable'];
  expect(table?.DeletionPolicy).toBe('Retain');
  expect(table?.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    SSESpecification: { SSEEnabled: true },
  });
});

test('docs/permissions.md is what the template says (npm run docs:permissions writes it)', () => {
  expect(readFileSync(pageFile, 'utf8')).toBe(permissionsPage(template));
});

test('serverless.yml is a line for each function, and two screens around them', () => {
  const lines = readFileSync(`${root}serverless.yml`, 'utf8').split('\n').length;
  expect(lines - functionNames().length).toBeLessThanOrEqual(110);
});

const cfnLint = spawnSync('cfn-lint', ['--version']).status === 0;
test.skipIf(!cfnLint)(
  `cfn-lint finds nothing${cfnLint ? '' : ' (skipped: cfn-lint is not installed)'}`,
  () => {
    // W3005: osls adds a DependsOn that the role's GetAtt already implies.
    const { stdout, status } = spawnSync('cfn-lint', ['-i', 'W3005', '--', templateFile], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
  // Fifteen seconds on a machine that does nothing else.
  120_000,
);

function asked(key: string): string[] {
  const actions = iamActions(key, calls.get(key) ?? []);
  // Lambda reads a stream, and sends what it gave up on, in the function's own name.
  const more = [...(keepsFailures(key) ? ['sqs:SendMessage'] : []), ...(streamOf(key) ? readingStreams : [])];
  return [...new Set([...actions, ...more])].toSorted();
}

function streamOf(key: string) {
  const mappings = ofType('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
  return mappings.find(({ FunctionName }) => functionOf(FunctionName) === key);
}

function keepsFailures(key: string): boolean {
  const configs = ofType('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
  const found = configs.filter(({ FunctionName }) => one(key).id === FunctionName.Ref);
  return found.some(({ DestinationConfig }) => DestinationConfig.OnFailure !== undefined);
}

function granted(key: string, isWanted: (place: string) => boolean = () => true): string[] {
  const may = Object.entries(permissions.functions[key]?.may ?? {}).filter(([place]) => isWanted(place));
  const actions = may.flatMap(([place, names]) =>
    names.map((action) => `${permissions.places[place]?.service}:${action}`),
  );
  return [...new Set(actions)].toSorted();
}

function on(keyOrRole: string, action: string): Arn[] {
  const roleId = keys.includes(keyOrRole) ? one(keyOrRole).roleId : keyOrRole;
  return statements(template, roleId).flatMap(({ Action, Resource }) =>
    Action.includes(action) ? Resource : [],
  );
}

function one(key: string) {
  const found = packagedFunctions(template).find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`the template has no function ${key}`);
  return found;
}

function packagedKeys(): string[] {
  return packagedFunctions(template)
    .map(({ key }) => key)
    .toSorted();
}

function ofType(type: string) {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}

function allStatements() {
  const roles = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  return roles.flatMap(([id]) => statements(template, id));
}

function machine() {
  return template.Resources['CutoverStateMachine']?.Properties ?? {};
}

function tasks() {
  return tasksOf(machine()['DefinitionString']['Fn::Sub']);
}
