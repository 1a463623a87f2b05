import { describe, expect, test } from 'vitest';
import { invite } from '../../aws/gate/secrets.ts';
import { notifyApprovers } from '../../aws/notify-approvers.ts';
import type { Ways, World } from '../../aws/world.ts';
import type { Gate } from '../../core/gate/gate.ts';
import { VirtualClock } from '../../lab/clock.ts';
import { DynamoDb } from '../../lab/cloud/dynamodb/dynamodb.ts';
import { sesv2Service } from '../../lab/cloud/sesv2/service.ts';
import { snsService } from '../../lab/cloud/sns/service.ts';
import { type Caller, lastingCaller } from '../../lab/cloud/wire/call.ts';
import { connect } from '../../lab/cloud/wire/connect.ts';
import { Wire } from '../../lab/cloud/wire.ts';
import { Random } from '../../lab/random.ts';
import { openedAt, someGate } from '../core/gate/some-gate.ts';

const both: Ways = {
  pageUrl: 'https://page.example',
  sender: 'cutover@example.com',
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:cutover-approvals',
};
const { topicArn: _topic, ...mailOnly } = both;
const { sender: _sender, ...topicOnly } = both;

function aPostOffice(ways: Ways | undefined) {
  const clock = new VirtualClock(openedAt);
  const random = new Random(1);
  const ledger = new DynamoDb({ clock, tables: [{ name: 'ledger', partitionKey: 'pk', sortKey: 'sk' }] });
  const [mails, topic] = [sesv2Service(clock), snsService(clock)];
  const wire = new Wire({ clock, random, services: { dynamodb: ledger, sesv2: mails, sns: topic } });
  const lines: string[] = [];
  const line = (message: string, fields?: object) => void lines.push(JSON.stringify({ message, ...fields }));
  const world = (caller: Caller = lastingCaller('test')): World<'dynamodb' | 'sesv2' | 'sns'> => ({
    clients: connect(wire)(caller),
    http: () => Promise.reject(new Error('no HTTP here')),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    random: { hex: (bytes) => random.hex(bytes) },
    settings: { ledgerTable: 'ledger', ...(ways && { approvals: ways }) },
    log: { info: line, error: line },
  });
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined);
    while (await clock.step());
    return promise;
  };
  const gate = someGate();
  const { invitations } = invite(world(), gate);
  const tell = (about: Gate = gate, caller?: Caller) =>
    settle(notifyApprovers(world(caller), about, invitations));
  const secretOf = (id: string) => invitations.find(({ person }) => person.id === id)?.secret ?? '';
  return {
    wire,
    tell,
    settle,
    secretOf,
    invitations,
    gate,
    mails,
    topic,
    lines,
    rows: () => ledger.rows('ledger'),
  };
}

const refuse = (services: readonly string[]) => ({
  before: ({ service }: { service: string }) =>
    services.includes(service) ? { fail: { name: 'AccessDeniedException' } } : undefined,
});

describe('a mail', () => {
  test('goes to each approver, with the link that is theirs and no other', async () => {
    const { tell, mails, secretOf, invitations } = aPostOffice(mailOnly);
    expect(await tell()).toEqual([]);
    expect(mails.sent.map(({ to }) => to).toSorted()).toEqual([
      'dana@example.com',
      'lead@example.com',
      'sam@example.com',
    ]);
    for (const { person } of invitations) {
      const mail = mails.sent.find(({ to }) => to === person.email);
      const links = mail?.text.match(/https:\S+/g);
      expect(links).toEqual([`https://page.example/gate/rehearsal-1.go-live?key=${secretOf(person.id)}`]);
    }
  });

  test('says what is asked, what ships, and until when', async () => {
    const { tell, mails } = aPostOffice(mailOnly);
    await tell();
    expect(mails.sent[0]).toMatchObject({
      from: 'cutover@example.com',
      subject: 'claude-proxy: go-live? Answer by 23:00 UTC',
    });
    expect(mails.sent[0]?.text).toContain('Ships:     claude-proxy@sha256:1');
    expect(mails.sent[0]?.text).toContain('Silence ends the cutover; nothing has changed for users.');
  });

  test('to those who are asked second says from when their answer counts', async () => {
    const { tell, mails } = aPostOffice(mailOnly);
    await tell();
    const counts = mails.sent.map(({ to, text }) => [to, /others are asked first.*22:30 UTC/.test(text)]);
    expect(Object.fromEntries(counts)).toEqual({
      'dana@example.com': false,
      'lead@example.com': true,
      'sam@example.com': false,
    });
  });

  test('is one line where a name would begin a header', async () => {
    const { tell, mails } = aPostOffice(mailOnly);
    await tell(someGate({ service: 'claude\r\nBcc: mallory@evil.example' }));
    expect(mails.sent[0]?.subject).toBe('claude Bcc: mallory@evil.example: go-live? Answer by 23:00 UTC');
    expect(mails.sent.map(({ to }) => to)).not.toContain('mallory@evil.example');
  });
});

test('what goes over the topic carries the approver for its filter, and no link', async () => {
  const { tell, topic, mails, invitations } = aPostOffice(topicOnly);
  await tell(someGate({ service: 'größe' }));
  expect(mails.sent).toEqual([]);
  expect(topic.published.map(({ attributes }) => attributes['approver'] ?? '').toSorted()).toEqual([
    'dana',
    'lead',
    'sam',
  ]);
  expect(topic.published[0]?.subject).toBe('gr??e: go-live? Answer by 23:00 UTC');
  const all = JSON.stringify(topic.published);
  expect(all).not.toContain('page.example');
  for (const { secret } of invitations) expect(all).not.toContain(secret);
  expect(all).toContain('npx cutover approve rehearsal-1');
});

describe('a message that fails', () => {
  test('goes the other way, and people hear of it', async () => {
    const { tell, wire, topic } = aPostOffice(both);
    wire.meet(refuse(['sesv2']));
    expect(await tell()).toContain('dana could not be told by mail: AccessDeniedException');
    expect(topic.published).toHaveLength(3);
  });

  test('by every way stops nothing: it is told', async () => {
    const { tell, wire, lines, secretOf } = aPostOffice(both);
    wire.meet(refuse(['sesv2', 'sns']));
    expect(await tell()).toHaveLength(6);
    expect(lines).toHaveLength(6);
    expect(lines.join()).not.toContain(secretOf('dana'));
  });
});

describe('told again', () => {
  test('nobody hears twice of one attempt; of the next, everybody hears', async () => {
    const { tell, mails, gate } = aPostOffice(mailOnly);
    await tell();
    await tell();
    expect(mails.sent).toHaveLength(3);
    await tell({ ...gate, attempt: 2 });
    expect(mails.sent).toHaveLength(6);
    expect(mails.sent.at(-1)?.text).toContain('older links are void');
  });

  test('after a crash between sending and noting it: at least once, and never not at all', async () => {
    const { tell, wire, mails, gate, settle } = aPostOffice(mailOnly);
    const caller = { ...lastingCaller('askPeople'), alive: true };
    wire.onCall((call) => {
      if (call.caller === caller && call.action === 'SendEmail') caller.alive = false;
    });
    void tell(gate, caller).catch(() => undefined);
    await settle(Promise.resolve());
    await tell();
    const reached = new Set(mails.sent.map(({ to }) => to));
    expect(reached.size).toBe(3);
  });
});

test('no secret stays on the ledger or in the log', async () => {
  const { tell, rows, lines, invitations } = aPostOffice(both);
  await tell();
  const kept = JSON.stringify([rows(), lines]);
  for (const { secret } of invitations) expect(kept).not.toContain(secret);
});

test('where no way is set up nobody is told', async () => {
  const { tell, mails, topic, rows } = aPostOffice(undefined);
  expect(await tell()).toEqual([]);
  expect([mails.sent, topic.published, rows()]).toEqual([[], [], []]);
});
