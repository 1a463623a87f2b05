/** The worlds that a table of operations is held against: the simulation over the wire, and moto where it is installed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../../../../aws/clients/dynamodb.ts';
import { VirtualClock } from '../../../../lab/clock.ts';
import { DynamoDb } from '../../../../lab/cloud/dynamodb/dynamodb.ts';
import { lastingCaller } from '../../../../lab/cloud/wire/call.ts';
import { connect } from '../../../../lab/cloud/wire/connect.ts';
import { Wire } from '../../../../lab/cloud/wire.ts';
import { Random } from '../../../../lab/random.ts';
import { TableName } from './cases/case.ts';

/** A document client over one empty table. */
export interface TableWorld {
  readonly client: DynamoDBDocumentClient;
  /** Lets a promise of that client come true. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>;
}

export function simulation(): TableWorld & { readonly clock: VirtualClock; readonly service: DynamoDb } {
  const clock = new VirtualClock(Date.UTC(2026, 11, 1));
  const service = new DynamoDb({ clock, tables: [{ name: TableName, partitionKey: 'pk', sortKey: 'sk' }] });
  const wire = new Wire({ clock, random: new Random(1), services: { dynamodb: service } });
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined);
    while (await clock.step());
    return promise;
  };
  return { client: connect(wire)(lastingCaller('test')).dynamodb, settle, clock, service };
}

export function motoIsInstalled(): boolean {
  try {
    execFileSync('moto_server', ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class Moto {
  readonly #process: ChildProcess;
  readonly #client: DynamoDBDocumentClient;

  private constructor(process: ChildProcess, client: DynamoDBDocumentClient) {
    this.#process = process;
    this.#client = client;
  }

  static async start(): Promise<Moto> {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DISABLE_REQUEST_COMPRESSION: 'true',
    });
    for (let attempt = 0; !(await answers(`${endpoint}/moto-api/data.json`)); attempt++) {
      if (attempt === 150) throw new Error('moto_server did not answer within 15 s');
      await pause(100);
    }
    return new Moto(server, dynamodb());
  }

  async emptyTable(): Promise<TableWorld> {
    await this.#client.send(new DeleteTableCommand({ TableName })).catch(() => undefined);
    const key = [
      ['pk', 'HASH'],
      ['sk', 'RANGE'],
    ] as const;
    await this.#client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: key.map(([AttributeName]) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: key.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
      }),
    );
    return { client: this.#client, settle: (promise) => promise };
  }

  stop(): void {
    this.#client.destroy();
    this.#process.kill();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
