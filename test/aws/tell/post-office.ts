/**
 * A ledger with its stream, the function that tells, and a Slack, a topic and a webhook that can be in any mood: all of it
 * the lab's, in virtual time, without a production.
 */
import { createHmac } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HttpRequest } from '../../../aws/world.ts';
import type { Channels } from '../../../core/messages/channels.ts';
import type { TellFacts } from '../../../core/messages/facts.ts';
import { messagesOf } from '../../../core/messages/messages.ts';
import type { Gate } from '../../../core/gate/gate.ts';
import { VirtualClock } from '../../../lab/clock.ts';
import { DynamoDb } from '../../../lab/cloud/dynamodb/dynamodb.ts';
import { secretsmanager } from '../../../lab/cloud/secretsmanager/service.ts';
import { lastingCaller } from '../../../lab/cloud/wire/call.ts';
import { connect } from '../../../lab/cloud/wire/connect.ts';
import { Wire } from '../../../lab/cloud/wire.ts';
import { labStart, ledgerTable } from '../../../lab/lab.ts';
import { Random } from '../../../lab/random.ts';
import { startTellers } from '../../../lab/tellers/tellers.ts';
import type { HttpOutcome } from '../../../lab/users/answer.ts';

export const cutoverId = 'claude-proxy-2.4.0';
const secret = 'token-that-must-not-be-shown';

export const allChannels: Channels = {
  slack: {
    channel: 'C0RELEASES',
    token: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/slack-AbCdEf',
    onRollback: ['S0ONCALL'],
  },
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:releases',
  webhook: {
    url: 'https://listener.example/cutovers',
    secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/hook-AbCdEf',
  },
  slackIds: { robin: 'U0ROBIN', dana: 'U0DANA' },
};

/** What the other side does with one request, besides doing it. */
export type Mood = 'well' | 'lost' | 'late' | 'half' | 'busy' | 'broken' | 'brokenAfter' | 'refuses';

export interface Posted {
  readonly id: string;
  readonly type: string;
  readonly text: string;
}

export function aPostOffice(channels: Channels = allChannels, seed = 1) {
  const clock = new VirtualClock(labStart);
  const random = new Random(seed);
  const ledger = new DynamoDb({ clock, tables: [{ name: ledgerTable, partitionKey: 'pk', sortKey: 'sk' }] });
  const lines: string[] = [];
  const line = (message: string, fields?: object) => void lines.push(JSON.stringify({ message, ...fields }));
  const posted: Posted[] = [];
  const wire = new Wire({ clock, random: random.fork('author'), services: { dynamodb: ledger } });
  const { dynamodb } = connect(wire)(lastingCaller('author'));
  const parts = {
    clock,
    random,
    connection: connect(wire),
    answer: (request: HttpRequest) => listen(request, posted),
    log: { info: line, error: line },
    ledgerTable,
    machineArn: 'arn:none',
    policy: undefined,
    approvals: undefined,
  };
  const tellers = startTellers(
    { clock, ledger, secretsmanager: secretsmanager(clock, 'present') },
    { channels, random, parts },
  );
  const put = (Item: Record<string, unknown>) =>
    dynamodb.send(new PutCommand({ TableName: ledgerTable, Item }));
  let entries = 0;
  return {
    clock,
    tellers,
    lines,
    posted,
    ledger,
    /** Moods for the next requests; well after that. */
    mood: (moods: Iterator<Mood>) => {
      const { answer } = tellers;
      tellers.answer = (request) => moody(request, answer, moods.next().value ?? 'well');
    },
    say: (text: string, actor = 'judgeRung', id = cutoverId) => {
      const at = new Date(clock.now()).toISOString();
      const sk = `STORY#${at}#${actor}#${String(entries++).padStart(4, '0')}`;
      void put({ pk: `CUTOVER#${id}`, sk, at, actor, text });
    },
    end: (outcome: string, id = cutoverId) =>
      void put({
        pk: `CUTOVER#${id}`,
        sk: 'REPORT',
        outcome,
        reason: 'verified',
        endedAt: new Date(clock.now()).toISOString(),
      }),
    report: (whole: object, id = cutoverId) => void put({ pk: `CUTOVER#${id}`, sk: 'REPORT', ...whole }),
    ask: (gate: Gate) => void put({ pk: `APPROVAL#${gate.id}`, sk: 'RECORD', gate, version: 1 }),
    record: (facts: object, id = cutoverId) => void put({ pk: `CUTOVER#${id}`, sk: 'RECORD', ...facts }),
    pass: async (milliseconds: number) => {
      const until = clock.now() + milliseconds;
      while ((clock.nextAt() ?? Infinity) <= until && (await clock.step()));
      clock.pass(until);
    },
    settle: async () => {
      while (await clock.step());
    },
    box: (channel: string, id = cutoverId) =>
      ledger.rows(ledgerTable).find(({ pk, sk }) => pk === `CUTOVER#${id}` && sk === `TOLD#${channel}`) as
        | { told: Record<string, string>; dead: Record<string, string> }
        | undefined,
    /** What there is to tell, by the ledger as it stands. */
    expected: (id = cutoverId) => {
      const rows = ledger.rows(ledgerTable).filter(({ pk }) => pk === `CUTOVER#${id}`);
      const story = rows
        .filter(({ sk }) => (sk as string).startsWith('STORY#'))
        .map(
          ({ sk, at, actor, text }) =>
            ({ id: sk, at, actor, text }) as { id: string; at: string; actor: string; text: string },
        );
      const ending = rows.find(({ sk }) => sk === 'REPORT') as TellFacts['ending'] | undefined;
      return messagesOf({ cutoverId: id, images: [], story, gates: [], ...(ending && { ending }) });
    },
    /** Ids of Slack's messages, the root's too, in order. */
    onSlack: (id = cutoverId) =>
      tellers.slack.messages
        .map(({ metadata }) => (metadata as { event_payload: { id: string } }).event_payload.id)
        .filter((one) => one.startsWith(`${id} `))
        .map((one) => one.slice(id.length + 1)),
  };
}

/** Takes what is signed, by the rules of Standard Webhooks. */
function listen(request: HttpRequest, posted: Posted[]): HttpOutcome {
  const { body = '', headers } = request;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
  if (headers['webhook-signature'] !== expected) return answered(401, 'no signature of yours');
  const { type, data } = JSON.parse(body) as { type: string; data: { text: string } };
  const id = headers['webhook-id'] ?? '';
  // As the standard asks of receivers: an id that was had is had.
  if (!posted.some((one) => one.id === id)) posted.push({ id, type, text: data.text });
  return answered(204, '');
}

function moody(request: HttpRequest, answer: (request: HttpRequest) => HttpOutcome, mood: Mood): HttpOutcome {
  if (mood === 'busy') return answered(429, '', { 'retry-after': '7' });
  if (mood === 'broken') return answered(503, 'oh');
  if (mood === 'refuses') return answered(200, '{"ok":false,"error":"channel_not_found"}');
  if (mood === 'lost') return { failure: 'connect ECONNREFUSED 127.0.0.1:443', afterMilliseconds: 5 };
  const outcome = answer(request);
  if (mood === 'late') return { failure: 'socket hang up', afterMilliseconds: 9_000 };
  if (mood === 'brokenAfter') return answered(500, 'oh');
  if (mood === 'half' && 'response' in outcome) {
    const { body } = outcome.response;
    return { response: { ...outcome.response, body: body.slice(0, body.length / 2) } };
  }
  return outcome;
}

function answered(status: number, body: string, headers: Record<string, string> = {}): HttpOutcome {
  return { response: { status, body, headers, tookMilliseconds: 50 } };
}
