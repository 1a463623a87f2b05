/**
 * A table in an account of yours, for `REMOTE=1`: named and tagged as this run's, empty before each case, gone after
 * the last. A run that dies leaves it; the next one, or `npm run remote:leftovers`, deletes what is older than an hour.
 */
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { dynamodb } from '../../aws/clients/dynamodb.ts';
import { TableName } from '../lab/cloud/dynamodb/cases/table-name.ts';

export const isRemote = process.env['REMOTE'] === '1';

/** Both have to be there before anything is deleted. */
export const prefix = 'cutover-contract-';
const tag = { Key: 'cutover', Value: 'contract' } as const;

/** Longer than any run: what is younger may be somebody's who runs it now. */
const deadMilliseconds = 3_600_000;
const waitSecondsMax = 120;

type Say = (sentence: string) => void;

interface Command {
  readonly input: object;
}

export class RemoteTable {
  readonly name: string;
  readonly #client: DynamoDBDocumentClient;

  private constructor(client: DynamoDBDocumentClient, name: string) {
    this.#client = client;
    this.name = name;
  }

  /** Says what it is about to do before it does anything. */
  static async open(say: Say, client = dynamodb()): Promise<RemoteTable> {
    const name = `${prefix}${randomBytes(6).toString('hex')}`;
    const region = await client.config.region().catch((error: unknown) => {
      throw new Error(`REMOTE=1 needs AWS_REGION and credentials, as the AWS CLI does: ${String(error)}`);
    });
    say(`REMOTE=1: DynamoDB in ${region}; makes the table ${name} and deletes it afterwards; under 0.01 USD`);
    await removeLeftovers(client, Date.now(), say);
    const table = new RemoteTable(client, name);
    await table.#create(say);
    return table;
  }

  async #create(say: Say): Promise<void> {
    const key = [
      ['pk', 'HASH'],
      ['sk', 'RANGE'],
    ] as const;
    const { TableDescription: { TableArn = '' } = {} } = await this.#client.send(
      new CreateTableCommand({
        TableName: this.name,
        BillingMode: 'PAY_PER_REQUEST',
        Tags: [tag],
        AttributeDefinitions: key.map(([AttributeName]) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: key.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
      }),
    );
    say(`REMOTE=1: made ${TableArn}`);
    await waitUntilTableExists(
      { client: this.#client, maxWaitTime: waitSecondsMax },
      { TableName: this.name },
    );
  }

  /** Without a row. What is sent to the cases' table goes to this one, and to any other name to none, under our prefix. */
  async empty(): Promise<Pick<DynamoDBDocumentClient, 'send'>> {
    const { Items = [] } = await this.#client.send(
      new ScanCommand({ TableName: this.name, ConsistentRead: true, ProjectionExpression: 'pk, sk' }),
    );
    for (const { pk, sk } of Items as { pk: string; sk: string }[])
      await this.#client.send(new DeleteCommand({ TableName: this.name, Key: { pk, sk } }));
    const send = (command: Command) => {
      const Same = command.constructor as new (input: object) => Command;
      return this.#client.send(new Same(this.#renamed(command.input)) as never);
    };
    return { send };
  }

  #renamed<T>(input: T): T {
    if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input) || input instanceof Set)
      return input;
    if (Array.isArray(input)) return input.map((one: unknown) => this.#renamed(one)) as T;
    const fields = Object.entries(input).map(([field, value]) =>
      field === 'TableName'
        ? [field, value === TableName ? this.name : `${this.name}-none`]
        : [field, field.startsWith('Transact') || field in parts ? this.#renamed(value) : value],
    );
    return Object.fromEntries(fields) as T;
  }

  async close(): Promise<void> {
    await this.#client.send(new DeleteTableCommand({ TableName: this.name }));
    this.#client.destroy();
  }
}

/** What a transaction is made of: there a table is named too. A row's own fields are left as they are. */
const parts = { Put: 0, Update: 0, Delete: 0, ConditionCheck: 0 };

/** Deletes what runs that died have left. Returns the names. */
export async function removeLeftovers(
  client: DynamoDBDocumentClient,
  now: number,
  say: Say,
): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await namesOf(client)) {
    if (!(await isLeftOver(client, name, now))) continue;
    await client.send(new DeleteTableCommand({ TableName: name }));
    say(`REMOTE=1: deleted ${name}, which a run that died had left`);
    removed.push(name);
  }
  return removed;
}

async function namesOf(client: DynamoDBDocumentClient): Promise<string[]> {
  const names: string[] = [];
  let from: string | undefined;
  do {
    const page = await client.send(new ListTablesCommand({ ...(from && { ExclusiveStartTableName: from }) }));
    names.push(...(page.TableNames ?? []).filter((name) => name.startsWith(prefix)));
    from = page.LastEvaluatedTableName;
  } while (from !== undefined);
  return names;
}

async function isLeftOver(client: DynamoDBDocumentClient, name: string, now: number): Promise<boolean> {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: name }));
  const madeAt = Table.CreationDateTime?.getTime() ?? now;
  if (Table.TableStatus !== 'ACTIVE' || now - madeAt < deadMilliseconds) return false;
  const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: Table.TableArn }));
  return Tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
}
