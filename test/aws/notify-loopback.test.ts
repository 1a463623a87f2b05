/** Mails and the topic by the SDK's own clients, over real HTTP against what SES and SNS ask of a call: each approver hears once. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientConfig } from '../../aws/clients/config.ts';
import { invite } from '../../aws/gate/secrets.ts';
import { notifyApprovers } from '../../aws/notify-approvers.ts';
import type { World } from '../../aws/world.ts';
import { DynamoDb } from '../../lab/cloud/dynamodb/dynamodb.ts';
import { lastingCaller } from '../../lab/cloud/wire/call.ts';
import { connect } from '../../lab/cloud/wire/connect.ts';
import { Wire } from '../../lab/cloud/wire.ts';
import { VirtualClock } from '../../lab/clock.ts';
import { Random } from '../../lab/random.ts';
import { openedAt, someGate } from '../core/gate/some-gate.ts';

/** `cut` and `silent` come before anything was taken: neither SES nor SNS can be asked what got there. */
type Trouble = 'busy' | 'broken' | 'cut' | 'denied';

interface Taken {
  readonly to: string;
  readonly text: string;
}

async function awsOnLoopback(troubles: { readonly ses: Trouble[]; readonly sns: Trouble[] }) {
  const [mails, published] = [[] as Taken[], [] as Taken[]];
  const errors: string[] = [];
  const server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const isMail = request.url === '/v2/email/outbound-emails';
    const trouble = (isMail ? troubles.ses : troubles.sns).shift();
    if (trouble !== undefined) return fail(response, trouble, isMail);
    const problem = whyUnsigned(request, isMail ? 'ses' : 'sns');
    if (problem !== undefined) errors.push(problem);
    if (isMail) mails.push(mailOf(body, errors));
    else published.push(publishedOf(body, errors));
    response
      .writeHead(200, { 'content-type': isMail ? 'application/json' : 'text/xml' })
      .end(isMail ? '{"MessageId":"m-1"}' : publishResponse);
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mails, published, errors };
}

const publishResponse =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>t-1</MessageId></PublishResult></PublishResponse>';

function fail(response: ServerResponse, trouble: Trouble, isMail: boolean): void {
  if (trouble === 'cut') return void response.destroy();
  const [status, name] = {
    busy: [429, isMail ? 'TooManyRequestsException' : 'Throttled'],
    broken: [500, isMail ? 'InternalServiceErrorException' : 'InternalError'],
    denied: [403, isMail ? 'AccessDeniedException' : 'AuthorizationError'],
  }[trouble] as [number, string];
  if (isMail)
    response.writeHead(status, { 'x-amzn-errortype': name, 'content-type': 'application/json' }).end('{}');
  else
    response
      .writeHead(status, { 'content-type': 'text/xml' })
      .end(`<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code></Error></ErrorResponse>`);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function whyUnsigned({ headers, method }: IncomingMessage, service: string): string | undefined {
  const { authorization = '', 'x-amz-date': date } = headers;
  const scope = new RegExp(
    `^AWS4-HMAC-SHA256 Credential=AK/\\d{8}/eu-west-1/${service}/aws4_request, SignedHeaders=[\\w;-]*host[\\w;-]*, Signature=[0-9a-f]{64}$`,
  );
  if (method !== 'POST') return `method ${method}`;
  return scope.test(authorization) && typeof date === 'string' ? undefined : `signature: ${authorization}`;
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
function mailOf(body: string, errors: string[]): Taken {
  const { FromEmailAddress, Destination, Content } = JSON.parse(body) as {
    FromEmailAddress?: string;
    Destination?: { ToAddresses?: string[] };
    Content?: { Simple?: { Subject?: { Data?: string }; Body?: { Text?: { Data?: string } } } };
  };
  const { Subject, Body } = Content?.Simple ?? {};
  const [to = '', ...others] = Destination?.ToAddresses ?? [];
  if (FromEmailAddress !== 'cutover@example.com') errors.push('from');
  if (others.length > 0 || !to.includes('@')) errors.push('one mailbox each');
  if ((Subject?.Data ?? '') === '' || /[\r\n]/.test(Subject?.Data ?? '')) errors.push('subject');
  return { to, text: Body?.Text?.Data ?? '' };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function publishedOf(body: string, errors: string[]): Taken {
  const given = new URLSearchParams(body);
  if (given.get('Action') !== 'Publish' || given.get('Version') !== '2010-03-31') errors.push('action');
  if (given.get('TopicArn') !== topicArn) errors.push('topic');
  if (!/^[\x20-\x7e]{1,99}$/.test(given.get('Subject') ?? '')) errors.push('subject');
  if (given.get('MessageAttributes.entry.1.Name') !== 'approver') errors.push('attribute');
  return {
    to: given.get('MessageAttributes.entry.1.Value.StringValue') ?? '',
    text: given.get('Message') ?? '',
  };
}

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:cutover-approvals';

async function told(ses: Trouble[], sns: Trouble[] = []) {
  const aws = await awsOnLoopback({ ses: [...ses], sns: [...sns] });
  const clock = new VirtualClock(openedAt);
  const random = new Random(1);
  const ledger = new DynamoDb({ clock, tables: [{ name: 'ledger', partitionKey: 'pk', sortKey: 'sk' }] });
  const { dynamodb } = connect(new Wire({ clock, random, services: { dynamodb: ledger } }))(
    lastingCaller('test'),
  );
  const own = {
    ...clientConfig,
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AK', secretAccessKey: 'secret' },
  };
  const ways = { pageUrl: 'https://page.example', sender: 'cutover@example.com', topicArn };
  const world = {
    clients: { dynamodb, sesv2: new SESv2Client(own), sns: new SNSClient(own) },
    http: () => Promise.reject(new Error('no HTTP here')),
    clock: { now: () => clock.now(), sleep: (milliseconds: number) => clock.sleep(milliseconds) },
    random: { hex: (bytes: number) => random.hex(bytes) },
    settings: { ledgerTable: 'ledger', approvals: ways },
    log: { info: () => undefined, error: () => undefined },
  } satisfies World<'dynamodb' | 'sesv2' | 'sns'>;
  const gate = someGate();
  const { invitations } = invite(world, gate);
  const tell = async () => {
    const state: { story?: readonly string[] } = {};
    const done = notifyApprovers(world, gate, invitations).then((story) => (state.story = story));
    // Virtual time stands still while the wire is busy: nothing of ours waits for it.
    while (state.story === undefined)
      if (!(await clock.step())) await new Promise((resolve) => setImmediate(resolve));
    return done;
  };
  const story = await tell();
  await tell();
  return { ...aws, story, everybody: invitations.map(({ person }) => person.email).toSorted() };
}

const heard = (all: readonly Taken[]) => all.map(({ to }) => to).toSorted();

describe.each<[string, Trouble[]]>([
  ['a good line', []],
  ['429, twice', ['busy', 'busy']],
  ['500, twice', ['broken', 'broken']],
  ['a line that is cut', ['cut', 'cut']],
])('%s', (_name, troubles) => {
  test('a mail to each approver, once, as SES wants it, however often it is asked', async () => {
    const { mails, published, errors, story, everybody } = await told(troubles);
    expect(heard(mails)).toEqual(everybody);
    expect([published, errors, story]).toEqual([[], [], []]);
    expect(new Set(mails.map(({ text }) => /key=(\w+)/.exec(text)?.[1])).size).toBe(everybody.length);
  });
});

test('SES refuses: the topic it is, without a link, and people hear of it', async () => {
  const { mails, published, errors, story, everybody } = await told(
    Array.from({ length: 9 }, () => 'denied'),
  );
  expect([mails, errors]).toEqual([[], []]);
  expect(published).toHaveLength(everybody.length);
  expect(published.map(({ text }) => text).join('\n')).not.toContain('key=');
  expect(story).toHaveLength(everybody.length);
  expect(story[0]).toMatch(/could not be told by mail: AccessDenied/);
});

test('both refuse: it is told, for each person and way, and stops nothing', async () => {
  const always = Array.from({ length: 40 }, () => 'denied' as const);
  const { mails, published, story, everybody } = await told(always, always);
  expect([mails, published]).toEqual([[], []]);
  expect(story).toHaveLength(2 * everybody.length);
});
