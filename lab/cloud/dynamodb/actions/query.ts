/** Query, Scan and BatchGetItem. The table has no indexes; a page ends at its limit or at 1 MB. */
import { checkCondition } from '../check.ts';
import { validation } from '../errors.ts';
import { holds } from '../evaluate.ts';
import { type ExpressionInput, type Expressions, readExpressions } from '../expressions/scope.ts';
import type { Condition, Operand } from '../expressions/syntax.ts';
import { keyRange } from '../key-range.ts';
import { project } from '../path.ts';
import { refuseParameters, type Store } from '../store.ts';
import { shown } from '../shown.ts';
import type { Table } from '../table.ts';
import { compareStrings, type Item, itemSize } from '../value.ts';
import { getItem, type GetInput } from './item.ts';

export interface QueryInput extends ExpressionInput {
  readonly TableName: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly Select?: string;
}

export interface Page {
  readonly Items?: Item[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
}

const legacy = [
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
  'AttributesToGet',
  'ConditionalOperator',
  'IndexName',
  'Segment',
  'TotalSegments',
];
const pageBytesMax = 1024 * 1024;

export function query(store: Store, input: QueryInput): Page {
  refuseParameters(input, legacy);
  const table = store.table(input.TableName);
  const expressions = readExpressions(input);
  if (expressions.KeyConditionExpression === undefined) {
    throw validation(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  if (expressions.FilterExpression !== undefined)
    refuseKeys(expressions.FilterExpression, expressions, table);
  const { partition, includes } = keyRange(expressions.KeyConditionExpression, expressions.scope, table);
  const rows = table.partition(partition).filter(includes);
  const backwards = input.ScanIndexForward === false;
  const sort = table.definition.sortKey;
  const start = input.ExclusiveStartKey?.[sort] as string | undefined;
  const isAfter = (row: Item) =>
    start === undefined || compareStrings(row[sort] as string, start) * (backwards ? -1 : 1) > 0;
  return page((backwards ? rows.toReversed() : rows).filter(isAfter), table, input, expressions);
}

/** Partitions in the order in which they were first written; AWS promises none. */
export function scan(store: Store, input: QueryInput): Page {
  refuseParameters(input, legacy);
  const table = store.table(input.TableName);
  const rows = table.items();
  const start = input.ExclusiveStartKey;
  const last =
    start === undefined ? -1 : rows.findIndex((row) => table.identify(row) === table.identify(start));
  return page(rows.slice(last + 1), table, input, readExpressions(input));
}

/** The limit counts rows before the filter; a page that ends at it has a next one, which may be empty. */
function page(rows: readonly Item[], table: Table, input: QueryInput, expressions: Expressions): Page {
  const { FilterExpression: filter, ProjectionExpression: paths, scope } = expressions;
  if (filter !== undefined) checkCondition(filter, scope, 'FilterExpression');
  if (input.Limit !== undefined && input.Limit < 1)
    throw validation('Limit must be greater than or equal to 1');
  let bytes = 0;
  const looked: Item[] = [];
  for (const row of rows) {
    if (looked.length === input.Limit || bytes >= pageBytesMax) break;
    looked.push(row);
    bytes += itemSize(row);
  }
  const found = filter === undefined ? looked : looked.filter((row) => holds(filter, scope, row));
  const isCut = looked.length === input.Limit || looked.length < rows.length;
  const last = isCut ? looked.at(-1) : undefined;
  return {
    ...(input.Select !== 'COUNT' && {
      Items: found.map((row) =>
        paths === undefined ? shown(row) : project(shown(row), paths.map(scope.path)),
      ),
    }),
    Count: found.length,
    ScannedCount: looked.length,
    ...(last && { LastEvaluatedKey: table.keyOf(last) }),
  };
}

function refuseKeys(filter: Condition, { scope }: Expressions, table: Table): void {
  for (const operand of operandsOf(filter)) {
    const name = operand.kind === 'path' ? String(scope.path(operand.path)[0]) : '';
    if (!table.keyNames.includes(name)) continue;
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
    );
  }
}

function operandsOf(condition: Condition): Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.of);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.of, condition.low, condition.high];
    case 'in':
      return [condition.of, ...condition.list];
    case 'predicate':
    default:
      return [...condition.operands];
  }
}

export interface BatchGetInput {
  readonly RequestItems: Readonly<
    Record<string, Omit<GetInput, 'TableName' | 'Key'> & { readonly Keys: readonly Item[] }>
  >;
}

export function batchGet(store: Store, { RequestItems }: BatchGetInput): object {
  const responses: Record<string, Item[]> = {};
  for (const [TableName, { Keys, ...request }] of Object.entries(RequestItems)) {
    const rows = Keys.map((Key) => getItem(store, { ...request, TableName, Key }).Item);
    responses[TableName] = rows.filter((row) => row !== undefined);
    const table = store.table(TableName);
    if (new Set(Keys.map((key) => table.identify(key))).size < Keys.length)
      throw validation('Provided list of item keys contains duplicates');
  }
  return { Responses: responses, UnprocessedKeys: {} };
}
