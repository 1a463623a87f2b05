import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Case, failing, key, refused, row, TableName } from './case.ts';

const second = { pk: 'b', sk: 'two' };
const free = { ConditionExpression: 'attribute_not_exists(pk)' };
const transact = (...TransactItems: object[]) => new TransactWriteCommand({ TransactItems });
const put = (Item: Record<string, unknown>, extra = {}) => ({ Put: { TableName, Item, ...extra } });

export const transactions: readonly Case[] = [
  {
    title: 'writes all',
    rows: [row({ epoch: 1 }), { ...second, live: true }],
    send: transact(
      {
        Update: {
          TableName,
          Key: key,
          UpdateExpression: 'ADD epoch :n',
          ExpressionAttributeValues: { ':n': 1 },
        },
      },
      put({ pk: 'c', sk: 'new' }, free),
      {
        Delete: {
          TableName,
          Key: second,
          ConditionExpression: 'live = :t',
          ExpressionAttributeValues: { ':t': true },
        },
      },
      { ConditionCheck: { TableName, Key: { pk: 'd', sk: 'x' }, ...free } },
    ),
    leaves: [row({ epoch: 2 }), { pk: 'c', sk: 'new' }],
  },
  {
    title: 'or none, with a reason for each',
    rows: [{ ...second, cutoverId: 'theirs' }],
    send: transact(put(row(), free), put({ ...second, cutoverId: 'ours' }, free)),
    fails: {
      ...failing(
        'TransactionCanceledException',
        /^Transaction cancelled, please refer cancellation reasons for specific reasons \[None, ConditionalCheckFailed\]$/,
      ),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    },
    leaves: [{ ...second, cutoverId: 'theirs' }],
  },
  {
    title: 'shows the row that was in the way, with its type letters, when asked',
    rows: [{ ...second, cutoverId: 'theirs', n: 1 }],
    send: transact(put({ ...second }, { ...free, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
    fails: {
      name: 'TransactionCanceledException',
      CancellationReasons: [
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { pk: { S: 'b' }, sk: { S: 'two' }, cutoverId: { S: 'theirs' }, n: { N: '1' } },
        },
      ],
    },
  },
  {
    title: 'a check of a row is a condition like any other',
    rows: [row({ epoch: 2 })],
    send: transact(
      {
        ConditionCheck: {
          TableName,
          Key: key,
          ConditionExpression: 'epoch = :n',
          ExpressionAttributeValues: { ':n': 1 },
        },
      },
      put({ ...second }),
    ),
    fails: { name: 'TransactionCanceledException' },
    leaves: [row({ epoch: 2 })],
  },
  {
    title: 'not twice the same row',
    send: transact(put(row()), { Delete: { TableName, Key: key } }),
    fails: refused(/Transaction request cannot include multiple operations on one item/),
    leaves: [],
  },
  {
    title: 'not more than a hundred',
    send: transact(...Array.from({ length: 101 }, (_, index) => put({ pk: 'a', sk: String(index) }))),
    fails: refused(/Member must have length less than or equal to 100/),
    leaves: [],
  },
  {
    title: 'a broken expression refuses the whole',
    send: transact(put(row()), put({ ...second }, { ConditionExpression: 'nonsense' })),
    fails: refused(/Invalid ConditionExpression: Syntax error/),
    leaves: [],
  },
];
