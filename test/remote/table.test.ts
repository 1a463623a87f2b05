/** The way of `REMOTE=1`, walked on moto: whatever happens, the account is as it was. */
import { readFileSync } from 'node:fs';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamodb } from '../../aws/clients/dynamodb.ts';
import { MotoServer, motoIsInstalled } from '../aws/moto-server.ts';
import { prefix, RemoteTable, removeLeftovers } from './table.ts';

const installed = motoIsInstalled();
if (!installed) console.warn('the way of REMOTE=1 was not walked: moto_server is not installed');

const silent = () => undefined;
const hour = 3_600_000;

describe.runIf(installed)('a table of this run', () => {
  let server: MotoServer;
  let client: DynamoDBDocumentClient;
  const before = { ...process.env };
  beforeAll(async () => {
    server = await MotoServer.start();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DISABLE_REQUEST_COMPRESSION: 'true',
    });
    client = dynamodb();
  }, 20_000);
  beforeEach(() => fetch(`${server.endpoint}/moto-api/reset`, { method: 'POST' }));
  afterAll(() => {
    server.stop();
    process.env = before;
  });

  const tables = async () => (await client.send(new ListTablesCommand({}))).TableNames?.toSorted();
  const make = (TableName: string, Tags: { Key: string; Value: string }[]) =>
    client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        ...(Tags.length > 0 && { Tags }),
      }),
    );

  test('is said before it is made, takes what is sent to any, is emptied, and is gone', async () => {
    const said: string[] = [];
    const table = await RemoteTable.open((sentence) => said.push(sentence));
    expect(said).toEqual([
      `REMOTE=1: DynamoDB in eu-west-1; makes the table ${table.name} and deletes it afterwards; under 0.01 USD`,
      expect.stringMatching(`^REMOTE=1: made arn:aws:dynamodb:eu-west-1:\\d{12}:table/${table.name}$`),
    ]);
    expect(await tables()).toEqual([table.name]);
    const one = await table.empty();
    const Item = { pk: 'a', sk: 'one', TableName: 'a field of the row', tags: new Set(['x']) };
    await one.send(new PutCommand({ TableName: 'ledger', Item }));
    const Put = { TableName: 'ledger', Item: { pk: 'a', sk: 'two' } };
    await one.send(new TransactWriteCommand({ TransactItems: [{ Put }] }));
    expect((await one.send(new ScanCommand({ TableName: 'ledger' }))).Items).toEqual([Item, Put.Item]);
    await expect(one.send(new ScanCommand({ TableName: 'another' }))).rejects.toThrow('not found');
    const two = await table.empty();
    expect((await two.send(new ScanCommand({ TableName: 'ledger' }))).Items).toEqual([]);
    await table.close();
    expect(await tables()).toEqual([]);
  });

  test('of a run that died is deleted by the next after an hour, and nothing else is', async () => {
    const own = [{ Key: 'cutover', Value: 'contract' }];
    const { name } = await RemoteTable.open(silent);
    await make('cutover-prod', own);
    await make(`${prefix}somebody`, []);
    await make(`${prefix}another`, [{ Key: 'cutover', Value: 'prod' }]);
    expect(await removeLeftovers(client, Date.now() + hour - 60_000, silent)).toEqual([]);
    expect(await removeLeftovers(client, Date.now() + hour + 60_000, silent)).toEqual([name]);
    expect(await tables()).toEqual([`${prefix}another`, `${prefix}somebody`, 'cutover-prod']);
  });

  test('asks for nothing that its policy does not allow', async () => {
    const { Statement } = JSON.parse(readFileSync('test/remote/policy.json', 'utf8')) as {
      Statement: { Action: string | string[]; Resource: string }[];
    };
    const asked = new Set<string>();
    const watched = dynamodb();
    watched.middlewareStack.add(
      (next, { commandName = '' }) =>
        (request) => {
          asked.add(commandName.replace(/Command$/, ''));
          return next(request);
        },
      { step: 'initialize' },
    );
    const table = await RemoteTable.open(silent, watched);
    const one = await table.empty();
    await one.send(new PutCommand({ TableName: 'ledger', Item: { pk: 'a', sk: 'one' } }));
    await table.empty();
    await table.close();
    const allowed = Statement.flatMap(({ Action }) => Action).map((action) =>
      action.replace('dynamodb:', ''),
    );
    expect([...asked].filter((action) => !allowed.includes(action))).toEqual([]);
    expect([...asked]).toEqual(
      expect.arrayContaining(['CreateTable', 'DeleteItem', 'DeleteTable', 'PutItem', 'Scan']),
    );
    for (const { Action, Resource } of Statement)
      expect(Resource === '*' ? Action : Resource).toMatch(
        /^dynamodb:ListTables$|table\/cutover-contract-\*$/,
      );
  });
});
