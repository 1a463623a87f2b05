/** The worlds that a table of operations is held against: the simulation over the wire, and moto where it is installed. */
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../../../../aws/clients/dynamodb.ts';
import { VirtualClock } from '../../../../lab/clock.ts';
import { DynamoDb } from '../../../../lab/cloud/dynamodb/dynamodb.ts';
import { lastingCaller } from '../../../../lab/cloud/wire/call.ts';
import { connect } from '../../../../lab/cloud/wire/connect.ts';
import { Wire } from '../../../../lab/cloud/wire.ts';
import { Random } from '../../../../lab/random.ts';
import { MotoServer } from '../../../aws/moto-server.ts';
import { TableName } from './cases/case.ts';

/** A document client over one empty table. */
export interface TableWorld {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
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

export class Moto {
  readonly #server: MotoServer;
  readonly #client: DynamoDBDocumentClient;

  private constructor(server: MotoServer, client: DynamoDBDocumentClient) {
    this.#server = server;
    this.#client = client;
  }

  static async start(): Promise<Moto> {
    const server = await MotoServer.start();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DISABLE_REQUEST_COMPRESSION: 'true',
    });
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
    this.#server.stop();
  }
}
