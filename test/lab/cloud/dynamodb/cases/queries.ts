import { type Case, query, refused, type Row } from './case.ts';

const story: readonly Row[] = [
  'LOCK',
  'STORY#01',
  'STORY#02',
  'STORY#03',
  'STORY#1é',
  'STORY#1😀',
  'STORY#1\uffee',
].map((sk, seq) => ({ pk: 'a', sk, seq }));
const other: Row = { pk: 'b', sk: 'STORY#01', seq: 99 };
const rows = [...story.toReversed(), other];
const pick = (...numbers: number[]) => numbers.map((seq) => story[seq]);

const page = (
  title: string,
  condition: string,
  values: Record<string, unknown>,
  items: readonly (Row | undefined)[],
  extra: Record<string, unknown> = {},
): Case => ({
  title,
  rows,
  send: query(condition, { ':pk': 'a', ...values }, extra),
  gives: { Items: items, Count: items.length, ScannedCount: items.length, LastEvaluatedKey: undefined },
});

const refusal = (
  title: string,
  condition: string,
  values: Record<string, unknown>,
  message: RegExp,
  extra: Record<string, unknown> = {},
): Case => ({
  title,
  rows,
  send: query(condition, values, extra),
  fails: refused(message),
});

export const queries: readonly Case[] = [
  page('a partition, in the order of UTF-8 bytes', 'pk = :pk', {}, pick(0, 1, 2, 3, 4, 6, 5)),
  page(
    'by the beginning of the sort key',
    'pk = :pk AND begins_with(sk, :s)',
    { ':s': 'STORY#0' },
    pick(1, 2, 3),
  ),
  page('conditions in any order', 'begins_with(sk, :s) AND pk = :pk', { ':s': 'STORY#0' }, pick(1, 2, 3)),
  page('by the sort key', 'pk = :pk AND sk = :s', { ':s': 'LOCK' }, pick(0)),
  page('before', 'pk = :pk AND sk < :s', { ':s': 'STORY#02' }, pick(0, 1)),
  page('up to', 'pk = :pk AND sk <= :s', { ':s': 'STORY#02' }, pick(0, 1, 2)),
  page('after', 'pk = :pk AND sk > :s', { ':s': 'STORY#03' }, pick(4, 6, 5)),
  page('from', 'pk = :pk AND sk >= :s', { ':s': 'STORY#1😀' }, pick(5)),
  page(
    'between, both ends included',
    'pk = :pk AND sk BETWEEN :s AND :t',
    { ':s': 'STORY#01', ':t': 'STORY#02' },
    pick(1, 2),
  ),
  page('backwards', 'pk = :pk AND begins_with(sk, :s)', { ':s': 'STORY#0' }, pick(3, 2, 1), {
    ScanIndexForward: false,
  }),
  page('of a partition that is not there', 'pk = :pk', { ':pk': 'nobody' }, []),
  page('through a name', '#p = :pk AND sk = :s', { ':s': 'LOCK' }, pick(0), {
    ExpressionAttributeNames: { '#p': 'pk' },
  }),
  {
    title: 'a page ends at its limit and says where',
    rows,
    send: query('pk = :pk', { ':pk': 'a' }, { Limit: 2 }),
    gives: { Items: pick(0, 1), Count: 2, LastEvaluatedKey: { pk: 'a', sk: 'STORY#01' } },
  },
  {
    title: 'the next page goes on there',
    rows,
    send: query(
      'pk = :pk AND begins_with(sk, :s)',
      { ':pk': 'a', ':s': 'STORY#0' },
      { ExclusiveStartKey: { pk: 'a', sk: 'STORY#02' } },
    ),
    gives: { Items: pick(3), LastEvaluatedKey: undefined },
  },
  {
    title: 'the next page backwards',
    rows,
    send: query(
      'pk = :pk',
      { ':pk': 'a' },
      { ExclusiveStartKey: { pk: 'a', sk: 'STORY#02' }, ScanIndexForward: false },
    ),
    gives: { Items: pick(1, 0), LastEvaluatedKey: undefined },
  },
  {
    title: 'a filter comes after the limit',
    rows,
    send: query('pk = :pk', { ':pk': 'a', ':n': 1 }, { Limit: 2, FilterExpression: 'seq >= :n' }),
    gives: { Items: pick(1), Count: 1, ScannedCount: 2, LastEvaluatedKey: { pk: 'a', sk: 'STORY#01' } },
  },
  {
    title: 'a projection',
    rows,
    send: query('pk = :pk AND sk = :s', { ':pk': 'a', ':s': 'LOCK' }, { ProjectionExpression: 'seq' }),
    gives: { Items: [{ seq: 0 }] },
  },
  {
    title: 'only the count',
    rows,
    send: query('pk = :pk', { ':pk': 'a' }, { Select: 'COUNT' }),
    gives: { Items: undefined, Count: 7 },
  },
  refusal(
    'without the partition',
    'sk = :s',
    { ':s': 'LOCK' },
    /Query condition missed key schema element: pk/,
  ),
  refusal('a range of partitions', 'pk > :pk', { ':pk': 'a' }, /Query key condition not supported/),
  refusal(
    'by another attribute',
    'pk = :pk AND seq = :n',
    { ':pk': 'a', ':n': 1 },
    /Query condition missed key schema element: sk/,
  ),
  refusal(
    'either or',
    'pk = :pk OR sk = :s',
    { ':pk': 'a', ':s': 'x' },
    /Invalid operator used in KeyConditionExpression: OR/,
  ),
  refusal(
    'a key in the filter',
    'pk = :pk',
    { ':pk': 'a', ':s': 'x' },
    /Filter Expression can only contain non-primary key attributes: Primary key attribute: sk/,
    { FilterExpression: 'sk = :s' },
  ),
];
