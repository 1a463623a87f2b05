import { type Case, refused, row, update } from './case.ts';

const before = row({
  count: 1,
  rungs: ['a', 'b', 'c'],
  map: { in: { n: 1 } },
  tags: new Set(['x']),
  numbers: new Set([1]),
  nil: null,
});
const { pk: _pk, sk: _sk, ...fields } = before;

/** The update and the row's fields after it. */
const line = (
  expression: string,
  values: Record<string, unknown>,
  after: Record<string, unknown>,
  names?: Record<string, string>,
): Case => ({
  title: `${expression} (${Object.values(values).map(String).join(', ')})`,
  rows: [before],
  send: update(expression, values, names === undefined ? {} : { ExpressionAttributeNames: names }),
  leaves: [row({ ...fields, ...after })],
});

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const refusal = (expression: string, values: Record<string, unknown>, message: RegExp): Case => ({
  title: `${expression} (${Object.values(values).map(String).join(', ')}) is refused`,
  rows: [before],
  send: update(expression, values),
  fails: refused(message),
  leaves: [before],
});

const names = { '#count': 'count', '#map': 'map', '#in': 'in' };

export const updates: readonly Case[] = [
  line('SET epoch = :n', { ':n': 4 }, { epoch: 4 }),
  line('SET epoch = :n, phase = :p', { ':n': 4, ':p': 'x' }, { epoch: 4, phase: 'x' }),
  line('set #count = #count + :n', { ':n': 0.2 }, { count: 1.2 }, { '#count': 'count' }),
  line('SET #count = :n - #count', { ':n': 0.3 }, { count: -0.7 }, { '#count': 'count' }),
  line('SET epoch = if_not_exists(epoch, :zero) + :one', { ':zero': 0, ':one': 1 }, { epoch: 1 }),
  line('SET #count = if_not_exists(#count, :zero)', { ':zero': 0 }, {}, { '#count': 'count' }),
  line('SET nil = if_not_exists(nil, :zero)', { ':zero': 0 }, {}),
  line('SET rungs = list_append(rungs, :more)', { ':more': ['d'] }, { rungs: ['a', 'b', 'c', 'd'] }),
  line(
    'SET journal = list_append(if_not_exists(journal, :none), :more)',
    { ':none': [], ':more': ['d'] },
    { journal: ['d'] },
  ),
  line('SET #map.#in.n = :n', { ':n': 2 }, { map: { in: { n: 2 } } }, { '#map': 'map', '#in': 'in' }),
  line(
    'SET #map.fresh = :n',
    { ':n': { x: 1 } },
    { map: { in: { n: 1 }, fresh: { x: 1 } } },
    { '#map': 'map' },
  ),
  line('SET rungs[1] = :n', { ':n': 'B' }, { rungs: ['a', 'B', 'c'] }),
  line('SET rungs[9] = :n', { ':n': 'z' }, { rungs: ['a', 'b', 'c', 'z'] }),
  line('SET one = #count, two = #map.#in.n', {}, { one: 1, two: 1 }, names),
  line('SET #count = :n, was = #count', { ':n': 9 }, { count: 9, was: 1 }, { '#count': 'count' }),
  { ...line('REMOVE nil, absent', {}, {}), leaves: [row(without('nil'))] },
  line('REMOVE rungs[0], rungs[1]', {}, { rungs: ['c'] }),
  line('REMOVE rungs[7]', {}, {}),
  line('REMOVE #map.#in.n', {}, { map: { in: {} } }, { '#map': 'map', '#in': 'in' }),
  line('ADD #count :n', { ':n': 5 }, { count: 6 }, { '#count': 'count' }),
  line('ADD fresh :n', { ':n': -5 }, { fresh: -5 }),
  line(
    'ADD tags :s, numbers :n',
    { ':s': new Set(['x', 'y']), ':n': new Set([2]) },
    { tags: new Set(['x', 'y']), numbers: new Set([1, 2]) },
  ),
  line('ADD fresh :s', { ':s': new Set(['y']) }, { fresh: new Set(['y']) }),
  line('DELETE tags :s', { ':s': new Set(['y']) }, {}),
  {
    ...line('DELETE tags :s', { ':s': new Set(['x', 'y']) }, {}),
    title: 'DELETE of the last member removes the set',
    leaves: [row(without('tags'))],
  },
  line('DELETE absent :s', { ':s': new Set(['x']) }, {}),
  {
    title: 'all four sections in any order',
    rows: [before],
    send: update(
      'REMOVE nil ADD #count :n SET epoch = :n DELETE tags :s',
      { ':n': 2, ':s': new Set(['q']) },
      { ExpressionAttributeNames: { '#count': 'count' } },
    ),
    leaves: [row({ ...without('nil'), count: 3, epoch: 2 })],
  },

  refusal('SET absent = absent + :n', { ':n': 1 }, /refers to an attribute that does not exist in the item/),
  refusal(
    'SET tags = tags + :n',
    { ':n': 1 },
    /An operand in the update expression has an incorrect data type/,
  ),
  refusal('SET rungs = list_append(tags, :l)', { ':l': ['d'] }, /incorrect data type/),
  refusal(
    'SET nowhere.below = :n',
    { ':n': 1 },
    /document path provided in the update expression is invalid for update/,
  ),
  refusal(
    'SET tags[0] = :n',
    { ':n': 1 },
    /document path provided in the update expression is invalid for update/,
  ),
  refusal(
    'REMOVE nowhere.below',
    {},
    /document path provided in the update expression is invalid for update/,
  ),
  refusal('ADD tags :n', { ':n': 1 }, /incorrect data type/),
  refusal('ADD numbers :s', { ':s': new Set(['x']) }, /incorrect data type/),
  refusal(
    'ADD fresh :s',
    { ':s': 'text' },
    /Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND/,
  ),
  refusal('SET epoch = :n, epoch = :n', { ':n': 1 }, /Two document paths overlap/),
  refusal('SET door.x = :n REMOVE door', { ':n': 1 }, /Two document paths overlap/),
  refusal('SET sk = :n', { ':n': 'x' }, /Cannot update attribute sk. This attribute is part of the key/),
  refusal('SET epoch = :n SET phase = :n', { ':n': 1 }, /The "SET" section can only be used once/),
  refusal('SET epoch = :n,', { ':n': 1 }, /Invalid UpdateExpression: Syntax error/),
  refusal('SET epoch = :n + :n + :n', { ':n': 1 }, /Invalid UpdateExpression: Syntax error/),
  refusal('CHANGE epoch', {}, /Invalid UpdateExpression: Syntax error/),
  refusal('SET token = :n', { ':n': 1 }, /reserved keyword: token/),
];
