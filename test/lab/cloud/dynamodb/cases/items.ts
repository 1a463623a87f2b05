import { type Case, conditionFailed, failing, get, key, put, refused, remove, row, update } from './case.ts';

const before = row({
  count: 1,
  rungs: ['a', 'b', 'c'],
  map: { in: { n: 1 } },
  tags: new Set(['x']),
  nil: null,
});

export const items: readonly Case[] = [
  {
    title: 'an update makes the row that is missing',
    send: update('SET epoch = :n', { ':n': 1 }),
    leaves: [row({ epoch: 1 })],
  },
  {
    title: 'ReturnValues NONE gives nothing',
    rows: [before],
    send: update('SET epoch = :n', { ':n': 1 }),
    gives: { Attributes: undefined },
  },
  {
    title: 'ALL_NEW gives the whole row',
    rows: [row({ a: 1 })],
    send: update('SET epoch = :n', { ':n': 1 }, { ReturnValues: 'ALL_NEW' }),
    gives: { Attributes: row({ a: 1, epoch: 1 }) },
  },
  {
    title: 'ALL_OLD gives the row as it was',
    rows: [row({ a: 1 })],
    send: update('SET a = :n', { ':n': 2 }, { ReturnValues: 'ALL_OLD' }),
    gives: { Attributes: row({ a: 1 }) },
  },
  {
    title: 'UPDATED_NEW gives what the update names',
    rows: [row({ a: 1, map: { x: 1, y: 2 } })],
    send: update(
      'SET a = :n, #map.x = :n',
      { ':n': 7 },
      { ReturnValues: 'UPDATED_NEW', ExpressionAttributeNames: { '#map': 'map' } },
    ),
    gives: { Attributes: { a: 7, map: { x: 7 } } },
  },
  {
    title: 'UPDATED_OLD gives what it was',
    rows: [row({ a: 1, b: 2 })],
    send: update('SET a = :n', { ':n': 7 }, { ReturnValues: 'UPDATED_OLD' }),
    gives: { Attributes: { a: 1 } },
  },
  {
    title: 'a put gives what it replaced',
    rows: [row({ a: 1 })],
    send: put(row({ b: 2 }), { ReturnValues: 'ALL_OLD' }),
    gives: { Attributes: row({ a: 1 }) },
    leaves: [row({ b: 2 })],
  },
  {
    title: 'a put does not give what it wrote',
    send: put(row(), { ReturnValues: 'ALL_NEW' }),
    fails: refused(/Return values set to invalid value/),
    leaves: [],
  },
  {
    title: 'a delete gives what it deleted',
    rows: [row({ a: 1 })],
    send: remove({ ReturnValues: 'ALL_OLD' }),
    gives: { Attributes: row({ a: 1 }) },
    leaves: [],
  },
  { title: 'a delete of nothing is fine', send: remove(), gives: { Attributes: undefined }, leaves: [] },
  {
    title: 'a failed condition shows the row with its type letters when asked',
    rows: [row({ epoch: 3 })],
    send: update(
      'SET epoch = :n',
      { ':n': 4 },
      { ConditionExpression: 'epoch = :n', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
    ),
    fails: { ...conditionFailed, Item: { pk: { S: 'a' }, sk: { S: 'one' }, epoch: { N: '3' } } },
    leaves: [row({ epoch: 3 })],
  },
  {
    title: 'a failed condition shows nothing unless asked',
    rows: [row({ epoch: 3 })],
    send: remove({ ConditionExpression: 'epoch = :n', ExpressionAttributeValues: { ':n': 4 } }),
    fails: { ...conditionFailed, Item: undefined },
    leaves: [row({ epoch: 3 })],
  },
  { title: 'a get finds', rows: [before], send: get({ ConsistentRead: true }), gives: { Item: before } },
  { title: 'a get of nothing gives nothing', send: get(), gives: { Item: undefined } },
  {
    title: 'a projection closes the gaps of lists',
    rows: [before],
    send: get({
      ProjectionExpression: 'rungs[2], rungs[0], #map.#in, absent',
      ExpressionAttributeNames: { '#map': 'map', '#in': 'in' },
    }),
    gives: { Item: { rungs: ['a', 'c'], map: { in: { n: 1 } } } },
  },
  {
    title: 'a key with too much is refused',
    send: get({ Key: { ...key, more: 1 } }),
    fails: refused(/The provided key element does not match the schema/),
  },
  {
    title: 'a row without its key is refused',
    send: put({ pk: 'a' } as never),
    fails: refused(/Missing the key sk in the item/),
  },
  {
    title: 'a key of another type is refused',
    send: put({ pk: 'a', sk: 1 } as never),
    fails: refused(/Type mismatch for key sk expected: S actual: N/),
  },
  {
    title: 'an empty key is refused',
    send: put({ pk: 'a', sk: '' }),
    fails: refused(/cannot contain an empty string value. Key: sk/),
  },
  { title: 'a row of 400 KB is taken', send: put(row({ text: 'x'.repeat(400 * 1024 - 12) })) },
  {
    title: 'a larger one is refused',
    send: put(row({ text: 'x'.repeat(400 * 1024 - 11) })),
    fails: refused(/Item size has exceeded the maximum allowed size/),
  },
  {
    title: 'no such table',
    send: get({ TableName: 'nowhere' }),
    fails: failing('ResourceNotFoundException', /Requested resource not found/),
  },
];
