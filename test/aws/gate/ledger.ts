/** A world with an empty ledger and a Step Functions that notes which tokens were answered, and can be out of order. */
import { TaskTimedOut } from '@aws-sdk/client-sfn';
import type { World } from '../../../aws/world.ts';
import { VirtualClock } from '../../../lab/clock.ts';
import { DynamoDb } from '../../../lab/cloud/dynamodb/dynamodb.ts';
import { type Caller, lastingCaller } from '../../../lab/cloud/wire/call.ts';
import { connect } from '../../../lab/cloud/wire/connect.ts';
import { Wire } from '../../../lab/cloud/wire.ts';
import { Random } from '../../../lab/random.ts';
import { openedAt } from '../../core/gate/some-gate.ts';

const table = 'ledger';

export function aLedger() {
  const clock = new VirtualClock(openedAt);
  const random = new Random(1);
  const ledger = new DynamoDb({ clock, tables: [{ name: table, partitionKey: 'pk', sortKey: 'sk' }] });
  const told: { token: string; heard: string }[] = [];
  const states: { isDown: boolean; deafTo?: string } = { isDown: false };
  const hear = (token: string, heard: string) => {
    if (states.isDown || token === states.deafTo)
      throw Object.assign(new Error('down'), { name: 'AccessDeniedException', $metadata: {} });
    // As AWS: a token is of use once.
    if (told.some((one) => one.token === token))
      throw new TaskTimedOut({ message: 'Task Timed Out', $metadata: {} });
    told.push({ token, heard });
    return {};
  };
  const sfn = {
    actions: {
      SendTaskSuccess: ({ taskToken }: { taskToken: string }) => hear(taskToken, 'approved'),
      SendTaskFailure: ({ taskToken, error, cause }: Record<'taskToken' | 'error' | 'cause', string>) =>
        hear(taskToken, `${error}: ${cause}`),
    },
  };
  const services = { dynamodb: ledger, sfn };
  const wire = new Wire({ clock, random, services });
  const connection = connect(wire);
  const lines: string[] = [];
  const line = (message: string, fields?: object) => lines.push(JSON.stringify({ message, ...fields }));
  const world = (caller: Caller = lastingCaller('test')): World<'dynamodb' | 'sfn'> => ({
    clients: connection(caller),
    http: () => Promise.reject(new Error('no HTTP here')),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    random: { hex: (bytes) => random.hex(bytes) },
    settings: { ledgerTable: table },
    log: { info: line, error: line },
  });
  /** Lets promises over the wire come true. */
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined);
    while (await clock.step());
    return promise;
  };
  return { clock, wire, world, settle, told, states, lines, rows: () => ledger.rows(table) };
}
