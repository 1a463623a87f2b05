/** Random conditions, updates, transactions and pages against oracles that share no code with the simulation. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../lab/clock.ts';
import { DynamoDb } from '../../../../lab/cloud/dynamodb/dynamodb.ts';
import type { Item } from '../../../../lab/cloud/dynamodb/value.ts';
import { facts, rule } from './oracle.ts';
import { letter, type Model, step } from './steps.ts';

const TableName = 't';
const empty = () =>
  new DynamoDb({
    clock: new VirtualClock(0),
    tables: [{ name: TableName, partitionKey: 'pk', sortKey: 'sk' }],
  });
const Key = { pk: 'a', sk: 'b' };
const names = { '#map': 'map', '#deep': 'deep', '#text': 'text' };

function nameOf(error: unknown): string {
  return (error as Error).name;
}

function attempt(action: () => unknown): string {
  try {
    action();
    return 'done';
  } catch (error) {
    return nameOf(error);
  }
}

describe('a condition', () => {
  test('holds exactly when its JavaScript does', () => {
    fc.assert(
      fc.property(rule, facts, (condition, is) => {
        const values: Record<string, unknown> = {};
        const text = condition.write((value) => {
          const name = `:v${Object.keys(values).length}`;
          values[name] = value;
          return name;
        });
        const { actions } = empty();
        actions.PutItem({ TableName, Item: { ...Key, ...is } as unknown as Item });
        const used = Object.fromEntries(Object.entries(names).filter(([name]) => text.includes(name)));
        const outcome = attempt(() =>
          actions.DeleteItem({
            TableName,
            Key,
            ConditionExpression: text,
            ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values as Item }),
            ...(Object.keys(used).length > 0 && { ExpressionAttributeNames: used }),
          }),
        );
        expect([text, outcome]).toEqual([
          text,
          condition.holds(is) ? 'done' : 'ConditionalCheckFailedException',
        ]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('updates', () => {
  test('leave the row that JavaScript leaves, and refused ones leave it alone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { actions } = empty();
        const model: Model = {};
        actions.PutItem({ TableName, Item: Key });
        for (const { expression, values, usesMap, change } of steps) {
          const outcome = attempt(() =>
            actions.UpdateItem({
              TableName,
              Key,
              UpdateExpression: expression,
              ...(values && { ExpressionAttributeValues: values }),
              ...(usesMap && { ExpressionAttributeNames: { '#map': 'map' } }),
            }),
          );
          expect(outcome).toBe(change(model) ? 'done' : 'ValidationException');
          expect(actions.GetItem({ TableName, Key }).Item).toEqual({ ...Key, ...model });
        }
      }),
      { numRuns: 500 },
    );
  });
});

const sorts = ['x', 'y', 'z'];

describe('a transaction', () => {
  test('moves all epochs that it expects, or none', () => {
    const move = fc.record({ sk: letter, expected: fc.nat(2) });
    const moves = fc.uniqueArray(move, { minLength: 1, maxLength: 3, selector: ({ sk }) => sk });
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 20 }), (transactions) => {
        const { actions, rows } = forTransactions();
        const epochs = new Map(sorts.map((sk) => [sk, 0]));
        for (const transaction of transactions) {
          const TransactItems = transaction.map(({ sk, expected }) => ({
            Update: {
              TableName,
              Key: { pk: 'a', sk },
              UpdateExpression: 'SET epoch = :next',
              ConditionExpression: 'epoch = :expected',
              ExpressionAttributeValues: { ':expected': expected, ':next': (expected + 1) % 3 },
            },
          }));
          const holds = transaction.every(({ sk, expected }) => epochs.get(sk) === expected);
          expect(attempt(() => actions.TransactWriteItems({ TransactItems }))).toBe(
            holds ? 'done' : 'TransactionCanceledException',
          );
          if (holds) for (const { sk, expected } of transaction) epochs.set(sk, (expected + 1) % 3);
          expect(rows()).toEqual([...epochs].map(([sk, epoch]) => ({ pk: 'a', sk, epoch })));
        }
      }),
    );
  });
});

function forTransactions() {
  const table = empty();
  for (const sk of sorts) table.actions.PutItem({ TableName, Item: { pk: 'a', sk, epoch: 0 } });
  return { actions: table.actions, rows: () => table.rows(TableName) };
}

describe('pages', () => {
  test('joined are the whole, in order, whatever their size and direction', () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }), { maxLength: 12 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 5 }), fc.boolean(), (keysGiven, Limit, forward) => {
        const { actions } = empty();
        for (const sk of keysGiven) actions.PutItem({ TableName, Item: { pk: 'a', sk } });
        const found: unknown[] = [];
        let from: Item | undefined;
        do {
          const page = actions.Query({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': 'a' },
            ScanIndexForward: forward,
            Limit,
            ...(from && { ExclusiveStartKey: from }),
          });
          found.push(...(page.Items ?? []).map(({ sk }) => sk));
          from = page.LastEvaluatedKey;
        } while (from !== undefined);
        const ordered = keysGiven.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(found).toEqual(forward ? ordered : ordered.toReversed());
      }),
    );
  });
});
