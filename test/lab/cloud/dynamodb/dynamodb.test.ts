/** What moto cannot show or shows wrongly: tokens, the stream of changes, exact decimals, the limit of a page. */
import {
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import type { Change } from '../../../../lab/cloud/dynamodb/store.ts';
import { TableName } from './cases/case.ts';
import { simulation } from './worlds.ts';

const Key = { pk: 'a', sk: 'b' };
const increment = (ClientRequestToken: string, by = 1) =>
  new TransactWriteCommand({
    ClientRequestToken,
    TransactItems: [
      {
        Update: { TableName, Key, UpdateExpression: 'ADD epoch :n', ExpressionAttributeValues: { ':n': by } },
      },
    ],
  });

test('a transaction is done once for its token within ten minutes, and again after', async () => {
  const { client, settle, clock, service } = simulation();
  await settle(client.send(increment('token')));
  await settle(client.send(increment('token')));
  expect(service.rows(TableName)).toEqual([{ ...Key, epoch: 1 }]);
  await expect(settle(client.send(increment('token', 2)))).rejects.toBeInstanceOf(
    IdempotentParameterMismatchException,
  );
  await settle(clock.sleep(10 * 60_000));
  await settle(client.send(increment('token')));
  expect(service.rows(TableName)).toEqual([{ ...Key, epoch: 2 }]);
});

test('a transaction that was cancelled has not used its token up', async () => {
  const { client, settle, service } = simulation();
  const take = new TransactWriteCommand({
    ClientRequestToken: 'token',
    TransactItems: [{ Put: { TableName, Item: Key, ConditionExpression: 'attribute_not_exists(pk)' } }],
  });
  await settle(client.send(new PutCommand({ TableName, Item: Key })));
  await expect(settle(client.send(take))).rejects.toBeInstanceOf(TransactionCanceledException);
  await settle(client.send(new PutCommand({ TableName, Item: { ...Key, pk: 'other' } })));
  await expect(settle(client.send(take))).rejects.toBeInstanceOf(TransactionCanceledException);
  expect(service.rows(TableName)).toHaveLength(2);
});

test('errors are instances of the SDK classes, with the metadata of a call', async () => {
  const { client, settle } = simulation();
  const put = new PutCommand({ TableName, Item: Key, ConditionExpression: 'attribute_exists(pk)' });
  const error = await settle(client.send(put)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400, attempts: 1 } });
});

test('every change is told in order, with the row before and after; a refused one is not', async () => {
  const { client, settle, service } = simulation();
  const changes: Change[] = [];
  service.onChange((change) => changes.push(change));
  await settle(client.send(new PutCommand({ TableName, Item: { ...Key, n: 1 } })));
  await settle(client.send(increment('one')));
  const refused = new PutCommand({ TableName, Item: Key, ConditionExpression: 'attribute_not_exists(pk)' });
  await settle(client.send(refused)).catch(() => undefined);
  await settle(client.send(new TransactWriteCommand({ TransactItems: [{ Delete: { TableName, Key } }] })));
  expect(changes.map(({ key, before, after }) => ({ key, before, after }))).toEqual([
    { key: Key, before: undefined, after: { ...Key, n: 1 } },
    { key: Key, before: { ...Key, n: 1 }, after: { ...Key, n: 1, epoch: 1 } },
    { key: Key, before: { ...Key, n: 1, epoch: 1 }, after: undefined },
  ]);
});

test.each([
  [0.1, 0.2, 0.3],
  [1e-7, 1, 1.0000001],
  [Number.MAX_SAFE_INTEGER, 1, 9_007_199_254_740_992n],
  [-5, 5, 0],
])('%d + %d is exactly %d', async (start, by, sum) => {
  const { client, settle } = simulation();
  await settle(client.send(new PutCommand({ TableName, Item: { ...Key, n: start } })));
  const add = new UpdateCommand({
    TableName,
    Key,
    UpdateExpression: 'SET n = n + :by',
    ExpressionAttributeValues: { ':by': by },
    ReturnValues: 'UPDATED_NEW',
  });
  expect((await settle(client.send(add))).Attributes).toEqual({ n: sum });
});

test('a page ends at 1 MB', async () => {
  const { client, settle } = simulation();
  for (let index = 0; index < 5; index++) {
    await settle(
      client.send(
        new PutCommand({ TableName, Item: { pk: 'a', sk: String(index), body: 'x'.repeat(300_000) } }),
      ),
    );
  }
  const page = await settle(
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'a' },
      }),
    ),
  );
  expect([page.Count, page.LastEvaluatedKey]).toEqual([4, { pk: 'a', sk: '3' }]);
});

test('scans page through all partitions, and batches find what is there', async () => {
  const { client, settle } = simulation();
  const rows = ['a', 'b', 'c'].map((pk) => ({ pk, sk: 'x' }));
  for (const Item of rows) await settle(client.send(new PutCommand({ TableName, Item })));
  const first = await settle(client.send(new ScanCommand({ TableName, Limit: 2 })));
  const rest = await settle(
    client.send(new ScanCommand({ TableName, ExclusiveStartKey: first.LastEvaluatedKey })),
  );
  expect([...(first.Items ?? []), ...(rest.Items ?? [])]).toEqual(rows);
  const Keys = [
    { pk: 'c', sk: 'x' },
    { pk: 'nobody', sk: 'x' },
  ];
  const batch = await settle(client.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } })));
  expect(batch.Responses).toEqual({ [TableName]: [{ pk: 'c', sk: 'x' }] });
});

test('a parameter that is not played is refused, not ignored', async () => {
  const { client, settle } = simulation();
  const query = new QueryCommand({
    TableName,
    IndexName: 'byService',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': 'a' },
  });
  await expect(settle(client.send(query))).rejects.toThrow(/does not know the parameter IndexName/);
});

test('undefined fields are dropped, as the deployed document client is told to', async () => {
  const { client, settle, service } = simulation();
  await settle(
    client.send(
      new PutCommand({
        TableName,
        Item: { ...Key, gone: undefined, deep: { gone: undefined, list: [undefined, 1] } },
      }),
    ),
  );
  expect(service.rows(TableName)).toEqual([{ ...Key, deep: { list: [1] } }]);
});
