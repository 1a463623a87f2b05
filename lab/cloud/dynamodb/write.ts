/** The four ways to touch one row, alone or in a transaction: what must hold, and what the row becomes. */
import { applyUpdate } from './apply.ts';
import { checkCondition } from './check.ts';
import { checkUpdate } from './check-update.ts';
import { validation } from './errors.ts';
import { holds } from './evaluate.ts';
import { type ExpressionInput, type Expressions, readExpressions } from './expressions/scope.ts';
import type { Path } from './path.ts';
import { refuseParameters, type Store } from './store.ts';
import type { Table } from './table.ts';
import { type Item, itemSize } from './value.ts';

export interface WriteInput extends ExpressionInput {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

export interface Write {
  readonly table: Table;
  readonly key: Item;
  readonly before: Item | undefined;
  /** Whether the condition holds for the row as it is. */
  readonly holds: boolean;
  /** Whether a failed condition shows the row. */
  readonly shows: boolean;
  /** The row afterwards; undefined where there is none. */
  next(): { readonly after: Item | undefined; readonly touched: readonly Path[] };
}

const itemBytesMax = 400 * 1024;
const legacy = ['Expected', 'AttributeUpdates', 'ConditionalOperator'];

export type Operation = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

export function prepare(store: Store, operation: Operation, input: WriteInput): Write {
  refuseParameters(input, legacy);
  const table = store.table(input.TableName);
  const key = keyOf(table, operation, input);
  const before = table.get(key);
  const expressions = readExpressions(input);
  const condition = expressions.ConditionExpression;
  if (condition !== undefined) checkCondition(condition, expressions.scope, 'ConditionExpression');
  if (expressions.UpdateExpression !== undefined)
    checkUpdate(expressions.UpdateExpression, expressions.scope, table.keyNames);
  return {
    table,
    key,
    before,
    holds: condition === undefined || holds(condition, expressions.scope, before ?? {}),
    shows: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    next: () => become(operation, input, expressions, { key, before }),
  };
}

function keyOf(table: Table, operation: Operation, input: WriteInput): Item {
  if (operation === 'Put') {
    const item = input.Item ?? {};
    table.requireKeyIn(item);
    return table.keyOf(item);
  }
  const key = input.Key ?? {};
  table.requireKey(key);
  return key;
}

function become(
  operation: Operation,
  input: WriteInput,
  { UpdateExpression, scope }: Expressions,
  { key, before }: Pick<Write, 'key' | 'before'>,
): ReturnType<Write['next']> {
  if (operation === 'ConditionCheck') return { after: before, touched: [] };
  if (operation === 'Delete') return { after: undefined, touched: [] };
  if (operation === 'Put') return { after: sized(input.Item ?? {}, 'Item size'), touched: [] };
  const start = before ?? key;
  if (UpdateExpression === undefined) return { after: start, touched: [] };
  const { item, touched } = applyUpdate(UpdateExpression, scope, start);
  return { after: sized(item, 'Item size to update'), touched };
}

function sized(item: Item, what: string): Item {
  if (itemSize(item) <= itemBytesMax) return item;
  throw validation(`${what} has exceeded the maximum allowed size`);
}
