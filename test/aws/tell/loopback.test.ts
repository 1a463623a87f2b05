/** The function that tells, against Slack's rules over real HTTP: its calls, and what it makes of a bad line. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { http } from '../../../aws/http.ts';
import type { Telling } from '../../../aws/tell/tell-cutover.ts';
import { tell } from '../../../functions/tell.ts';
import { VirtualClock } from '../../../lab/clock.ts';
import { DynamoDb } from '../../../lab/cloud/dynamodb/dynamodb.ts';
import { secretsmanager } from '../../../lab/cloud/secretsmanager/service.ts';
import { type Letter, sendMessage } from '../../../lab/cloud/sqs/send-message.ts';
import { lastingCaller } from '../../../lab/cloud/wire/call.ts';
import { connect } from '../../../lab/cloud/wire/connect.ts';
import { Wire } from '../../../lab/cloud/wire.ts';
import { labStart } from '../../../lab/lab.ts';
import { Random } from '../../../lab/random.ts';
import { openedAt, someGate } from '../../core/gate/some-gate.ts';
import { allChannels } from './post-office.ts';
import { slackServer, type Trouble } from './slack-server.ts';

const id = 'claude-proxy-2.4.0';
const buttons = { signingSecret: 'arn:…', app: 'A0', workspaces: ['T0'] };

async function aLine(troubles: Trouble[]) {
  const server = await slackServer('token-that-must-not-be-shown', troubles);
  onTestFinished(server.close);
  const clock = new VirtualClock(labStart);
  const ledger = new DynamoDb({ clock, tables: [{ name: 'ledger', partitionKey: 'pk', sortKey: 'sk' }] });
  const letters: Letter[] = [];
  const services = {
    dynamodb: ledger,
    secretsmanager: secretsmanager(clock, 'present'),
    sqs: { actions: { SendMessage: sendMessage(clock, letters) } },
  };
  const clients = connect(new Wire({ clock, random: new Random(1), services }))(lastingCaller('test'));
  const slack = { ...(allChannels.slack as NonNullable<typeof allChannels.slack>), buttons };
  const world: Telling = {
    clients,
    http: (request) =>
      http({
        ...request,
        url: request.url.replace('https://slack.com', server.url),
        timeoutMilliseconds: 500,
      }),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    random: { hex: () => '00' },
    settings: {
      ledgerTable: 'ledger',
      undeliveredUrl: 'https://sqs/q',
      channels: { slack, slackIds: allChannels.slackIds },
    },
    log: { info: () => undefined, error: () => undefined },
  };
  const run = async <T>(promise: Promise<T>): Promise<T> => {
    const state = { isDone: false };
    const done = promise.finally(() => {
      state.isDone = true;
    });
    done.catch(() => undefined);
    // Virtual time stands still while the wire is busy: nothing of ours waits for it.
    while (!state.isDone) if (!(await clock.step())) await new Promise((resolve) => setImmediate(resolve));
    return done;
  };
  const put = (Item: Record<string, unknown>) =>
    run(clients.dynamodb.send(new PutCommand({ TableName: 'ledger', Item })));
  const Keys = { pk: { S: `CUTOVER#${id}` }, sk: { S: 'STORY#1' } };
  /** As Lambda does: again, until nothing is left. */
  const ring = async () => {
    const event = { Records: [{ dynamodb: { SequenceNumber: '1', Keys } }] };
    for (let times = 0; times < 60; times++) {
      const { batchItemFailures } = await run(tell(world, event));
      if (batchItemFailures.length === 0) return;
      await run(clock.sleep(20_000));
    }
    throw new Error('it is never told');
  };
  return {
    server,
    letters,
    put,
    ring,
    say: (n: number, text: string, actor = 'judgeRung') =>
      put({ pk: `CUTOVER#${id}`, sk: `STORY#${n}`, at: '2026-12-01T22:00:00Z', actor, text }),
  };
}

const told = ({ messages }: { messages: readonly { text?: string }[] }) =>
  messages.map(({ text = '' }) => text);

test('a cutover with a gate, a way back and an end breaks no rule of Slack', async () => {
  const { server, say, put, ring, letters } = await aLine([]);
  await say(1, 'Live. <!channel> & co', 'readPlan');
  await ring();
  const gate = someGate({ id: `${id}.go-live`, cutoverId: id });
  await put({ pk: `APPROVAL#${gate.id}`, sk: 'RECORD', gate });
  const plan = { service: 'claude-proxy', release: { taskDefinition: {} }, rungs: [1, 100] };
  await put({ pk: `CUTOVER#${id}`, sk: 'RECORD', asks: gate.id, plan, starter: { person: 'robin' } });
  await ring();
  expect(JSON.stringify(server.messages.at(-1)?.blocks)).toContain('"action_id":"approve"');
  const closing = { by: 'dana', at: openedAt, text: 'dana approves go-live' };
  await put({ pk: `APPROVAL#${gate.id}`, sk: 'RECORD', gate: { ...gate, status: 'approved', closing } });
  await say(2, 'Rolling back: it rang', 'rollBack');
  await put({
    pk: `CUTOVER#${id}`,
    sk: 'REPORT',
    outcome: 'rolledBack',
    reason: 'it rang',
    endedAt: '2026-12-01T22:20:00Z',
  });
  await ring();
  expect(server.errors).toEqual([]);
  expect(letters).toEqual([]);
  expect(told(server)).toEqual([
    expect.stringContaining('*claude-proxy* · Back on the stable version'),
    '22:00 UTC  Live. &lt;!channel&gt; &amp; co',
    expect.stringContaining('closed at 22:00 UTC: dana approves go-live'),
    '<@U0ROBIN> <!subteam^S0ONCALL> 22:00 UTC  Rolling back: it rang',
    expect.stringContaining('Back on the stable version: it rang'),
  ]);
  expect(JSON.stringify(server.messages)).not.toContain('"action_id"');
});

describe.each<[string, Trouble[]]>([
  ['429 with Retry-After', ['busy', 'busy']],
  ['500', ['broken', 'broken', 'broken', 'broken']],
  ['half an answer', ['cut']],
  ['half an answer, twice, and then 429', ['cut', 'busy', 'cut']],
  ['no answer', ['silent']],
  ['an answer of somebody else', ['notJson', 'notJson']],
])('%s', (_name, troubles) => {
  test('each message once and in order', async () => {
    const { server, say, ring, letters } = await aLine([...troubles]);
    await say(1, 'one');
    await say(2, 'two');
    await ring();
    expect(told(server).slice(1)).toEqual(['22:00 UTC  one', '22:00 UTC  two']);
    expect(server.messages).toHaveLength(3);
    expect(letters).toEqual([]);
    expect(server.errors).toEqual([]);
  });
});

test('what was told is not told again, and Slack is not even asked', async () => {
  const { server, say, ring } = await aLine([]);
  await say(1, 'one');
  await ring();
  const before = server.calls.length;
  await ring();
  expect(server.calls).toHaveLength(before);
});
