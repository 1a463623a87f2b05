/** The function that tells, with a ledger of the lab's and a real HTTP client: what it calls is a server on loopback. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { http } from '../../../aws/http.ts';
import type { Telling } from '../../../aws/tell/tell-cutover.ts';
import type { Channels } from '../../../core/messages/channels.ts';
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

export const id = 'claude-proxy-2.4.0';

/** `origin`: whose requests the server gets. */
export function lineTo(server: { readonly url: string }, origin: string, channels: Channels) {
  const clock = new VirtualClock(labStart);
  const ledger = new DynamoDb({ clock, tables: [{ name: 'ledger', partitionKey: 'pk', sortKey: 'sk' }] });
  const letters: Letter[] = [];
  const lines: string[] = [];
  const note = (message: string, fields?: object) => void lines.push(JSON.stringify({ message, ...fields }));
  const services = {
    dynamodb: ledger,
    secretsmanager: secretsmanager(clock, 'present'),
    sqs: { actions: { SendMessage: sendMessage(clock, letters) } },
  };
  const clients = connect(new Wire({ clock, random: new Random(1), services }))(lastingCaller('test'));
  const world: Telling = {
    clients,
    http: (request) =>
      http({
        ...request,
        url: request.url.replace(origin, server.url),
        timeoutMilliseconds: 500,
      }),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    random: { hex: () => '00' },
    settings: {
      ledgerTable: 'ledger',
      undeliveredUrl: 'https://sqs/q',
      channels,
    },
    log: { info: note, error: note },
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
  const ring = async (records = 1) => {
    const Records = Array.from({ length: records }, (_none, index) => ({
      dynamodb: { SequenceNumber: String(records - index), Keys },
    }));
    const event = { Records };
    for (let times = 0; times < 60; times++) {
      const { batchItemFailures } = await run(tell(world, event));
      if (batchItemFailures.length === 0) return;
      await run(clock.sleep(20_000));
    }
    throw new Error('it is never told');
  };
  return {
    clock,
    rows: () => ledger.rows('ledger'),
    lines,
    letters,
    put,
    ring,
    say: (n: number, text: string, actor = 'judgeRung') =>
      put({ pk: `CUTOVER#${id}`, sk: `STORY#${n}`, at: '2026-12-01T22:00:00Z', actor, text }),
  };
}
