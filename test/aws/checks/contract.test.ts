/**
 * The checks' adapters against an AWS that others wrote: the same findings in the same words as in the lab
 * (test/scenarios/checklist.test.ts). What moto cannot hold is not asked of it: rollouts, target health, CloudFront's
 * state, sampled requests of WAF, calendars and metric math.
 */
import { RequestCertificateCommand } from '@aws-sdk/client-acm';
import { PutDashboardCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, PutImageCommand, StartImageScanCommand } from '@aws-sdk/client-ecr';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { motoIsInstalled } from '../moto-server.ts';
import { Account } from './account.ts';

const installed = motoIsInstalled();
if (!installed) console.warn('the checks were not run against moto: moto_server is not installed');

let account: Account;
beforeAll(async () => {
  if (installed) account = await Account.open();
}, 20_000);
beforeEach(() => (installed ? account.empty() : undefined));
afterAll(() => (installed ? account.close() : undefined));

const found = (verdict: string, says: RegExp) => ({ verdict, evidence: expect.stringMatching(says) });

/** An image's manifest; what is in it does not matter to ECR. */
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
});

async function putImage(imageTagMutability: 'IMMUTABLE' | 'MUTABLE'): Promise<void> {
  await account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'claude-proxy', imageTagMutability }));
  await account.ecr.send(
    new PutImageCommand({ repositoryName: 'claude-proxy', imageManifest: manifest, imageTag: '2.4.0' }),
  );
}

async function putAlarm(
  AlarmName: string,
  StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA',
  ActionsEnabled = true,
  AlarmActions = ['arn:aws:sns:eu-west-1:123456789012:team'],
) {
  await account.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      ActionsEnabled,
      AlarmActions,
      MetricName: 'Errors',
      Namespace: 'Shop',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  await account.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
}

const released = (valueFrom: string) => ({
  release: {
    taskDefinition: {
      family: 'web',
      containerDefinitions: [{ name: 'web', image: 'web', secrets: [{ name: 'KEY', valueFrom }] }],
    },
  },
});

async function putQueues() {
  const { QueueUrl: deadUrl = '' } = await account.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const { Attributes } = await account.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ['QueueArn'] }),
  );
  const policy = { deadLetterTargetArn: Attributes?.['QueueArn'], maxReceiveCount: 3 };
  await account.sqs.send(
    new CreateQueueCommand({ QueueName: 'jobs', Attributes: { RedrivePolicy: JSON.stringify(policy) } }),
  );
  return { deadUrl };
}

const putDashboard = (DashboardName: string, widgets: object[]) =>
  account.cloudwatch.send(
    new PutDashboardCommand({ DashboardName, DashboardBody: JSON.stringify({ widgets }) }),
  );

const checkDashboard = (name: string) => account.check('dashboards', { dashboards: { names: [name] } });

const writeLog = async (logGroupName: string, timestamp: number) => {
  await account.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await account.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }));
  const logEvents = [{ timestamp, message: 'hello' }];
  await account.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'a', logEvents }));
};

const checkLog = (group: string) => account.check('logs', { logs: { groups: [group] } });

const checkCertificate = (arn: string) =>
  account.check('certificate', { certificate: { arns: [arn], validFor: '24h' } });

const putTerraform = (actions: string[]) => {
  const change = {
    address: 'aws_lb.main',
    mode: 'managed',
    change: { actions, before: 'hunter2', after: null },
  };
  const Body = JSON.stringify({
    format_version: '1.2',
    errored: false,
    complete: true,
    resource_changes: [change],
  });
  return account.s3.send(
    new PutObjectCommand({ Bucket: 'claude-proxy-terraform', Key: 'production/plan.json', Body }),
  );
};

describe.runIf(installed)('image', () => {
  const loose = { image: { scan: 'optional' } };

  test('not there', async () => {
    expect(await account.check('image', loose)).toEqual(found('fail', /not in ECR/));
  });

  test('a tag that can be moved', async () => {
    await putImage('MUTABLE');
    expect(await account.check('image', loose)).toEqual(found('fail', /can be moved/));
  });

  test('a tag that stays', async () => {
    await putImage('IMMUTABLE');
    expect(await account.check('image', loose)).toEqual(found('pass', /2\.4\.0 is sha256:/));
  });

  test('never scanned, where that is required', async () => {
    await putImage('IMMUTABLE');
    expect(await account.check('image', {})).toEqual(found('fail', /not scanned/));
  });

  test('scanned: what was found stops it, or does not, as the plan says', async () => {
    await putImage('IMMUTABLE');
    await account.ecr.send(
      new StartImageScanCommand({ repositoryName: 'claude-proxy', imageId: { imageTag: '2.4.0' } }),
    );
    expect(await account.check('image', {})).toEqual(found('fail', /found 1 high/));
    const bold = { image: { findingsBelow: 'critical' } };
    expect(await account.check('image', bold)).toEqual(found('pass', /scanned/));
  });
});

describe.runIf(installed)('secrets', () => {
  test('there, marked for deletion, and not there', async () => {
    const { ARN = '' } = await account.secrets.send(
      new CreateSecretCommand({ Name: 'shop/key', SecretString: 'hunter2' }),
    );
    const there = await account.check('secrets', {}, released(ARN));
    expect(there).toEqual(found('pass', /./));
    expect(JSON.stringify(there)).not.toContain('hunter2');
    await account.secrets.send(new DeleteSecretCommand({ SecretId: ARN, RecoveryWindowInDays: 7 }));
    expect(await account.check('secrets', {}, released(ARN))).toEqual(found('fail', /marked for deletion/));
    expect(await account.check('secrets', {}, released(`${ARN}x`))).toEqual(found('fail', /does not exist/));
  });

  test('a parameter, there and not there', async () => {
    await account.ssm.send(
      new PutParameterCommand({ Name: '/shop/key', Value: 'hunter2', Type: 'SecureString' }),
    );
    expect(await account.check('secrets', {}, released('/shop/key'))).toEqual(found('pass', /./));
    expect(await account.check('secrets', {}, released('/shop/none'))).toEqual(
      found('fail', /does not exist/),
    );
  });

  const parameters = 'arn:aws:ssm:eu-west-1:123456789012:parameter';

  test('a parameter whose name has no slash, by its ARN', async () => {
    await account.ssm.send(new PutParameterCommand({ Name: 'shopkey', Value: 'hunter2', Type: 'String' }));
    expect(await account.check('secrets', {}, released(`${parameters}/shopkey`))).toEqual(found('pass', /./));
    expect(await account.check('secrets', {}, released(`${parameters}/nokey`))).toEqual(
      found('fail', /does not exist/),
    );
  });
});

describe.runIf(installed)('queue', () => {
  const checks = { queue: { url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', depthAtMost: 1 } };

  test('shallow, with no dead letters', async () => {
    await putQueues();
    expect(await account.check('queue', checks)).toEqual(found('pass', /./));
  });

  test('a dead letter', async () => {
    const { deadUrl } = await putQueues();
    await account.sqs.send(new SendMessageCommand({ QueueUrl: deadUrl, MessageBody: 'a job' }));
    expect(await account.check('queue', checks)).toEqual(found('fail', /dead/));
  });

  test('not there', async () => {
    expect(await account.check('queue', checks)).toEqual(
      found('error', /could not be read: sqs:GetQueueAttributes/),
    );
  });
});

describe.runIf(installed)('alarms', () => {
  const checks = { alarms: { names: ['errors', 'latency'] } };

  test.each([
    ['quiet', 'OK', true, 'pass', /2 alarms OK/],
    ['ringing', 'ALARM', true, 'fail', /latency is ringing already/],
    ['without data', 'INSUFFICIENT_DATA', true, 'inconclusive', /INSUFFICIENT_DATA/],
    ['switched off', 'OK', false, 'fail', /switched off/],
  ] as const)('%s', async (_title, state, isEnabled, outcome, says) => {
    await putAlarm('errors', 'OK');
    await putAlarm('latency', state, isEnabled);
    expect(await account.check('alarms', checks)).toEqual(found(outcome, says));
  });

  test('without an action', async () => {
    await putAlarm('errors', 'OK');
    await putAlarm('latency', 'OK', true, []);
    const says = /^alarm latency has no action: nothing shows who would hear it$/;
    expect(await account.check('alarms', checks)).toEqual(found('inconclusive', says));
  });

  test('not there', async () => {
    await putAlarm('errors', 'OK');
    expect(await account.check('alarms', checks)).toEqual(found('fail', /alarm latency does not exist/));
  });
});

test.runIf(installed)('dashboards: there, empty, and not there', async () => {
  await putDashboard('shop', [{ type: 'text', properties: { markdown: 'hello' } }]);
  await putDashboard('empty', []);
  expect(await checkDashboard('shop')).toEqual(found('pass', /shop \(1 widget/));
  expect(await checkDashboard('empty')).toEqual(found('fail', /has no widget/));
  expect(await checkDashboard('none')).toEqual(found('fail', /does not exist/));
});

test.runIf(installed)('logs: just now, hours ago, and no such group', async () => {
  await writeLog('/new', Date.now() - 1000);
  await writeLog('/old', Date.now() - 3 * 3_600_000);
  expect(await checkLog('/new')).toEqual(found('pass', /./));
  expect(await checkLog('/old')).toEqual(found('fail', /nothing arrived/));
  expect(await checkLog('/none')).toEqual(found('fail', /does not exist/));
});

test.runIf(installed)('waf: no web ACL before the balancer', async () => {
  expect(await account.check('waf', {})).toEqual(found('fail', /no web ACL/));
});

test.runIf(installed)('certificate: not issued yet, and gone', async () => {
  const { CertificateArn = '' } = await account.acm.send(
    new RequestCertificateCommand({ DomainName: 'shop.example.com' }),
  );
  expect(await checkCertificate(CertificateArn)).toEqual(
    found('fail', /PENDING_VALIDATION|not in use|in use/),
  );
  expect(await checkCertificate(`${CertificateArn.slice(0, -4)}ffff`)).toEqual(found('fail', /gone/));
});

test.runIf(installed)('terraform: nothing left to do, something, and no plan', async () => {
  await account.s3.send(
    new CreateBucketCommand({
      Bucket: 'claude-proxy-terraform',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
  expect(await account.check('terraform', {})).toEqual(
    found('fail', /no plan at s3:\/\/claude-proxy-terraform/),
  );
  await putTerraform(['no-op']);
  expect(await account.check('terraform', {})).toEqual(found('pass', /./));
  await putTerraform(['delete']);
  const pending = await account.check('terraform', {});
  expect(pending).toEqual(found('fail', /aws_lb\.main \(delete\)/));
  expect(JSON.stringify(pending)).not.toContain('hunter2');
});
