/** GetItem, PutItem, UpdateItem, DeleteItem. Reads are always consistent here: no lag is modelled. */
import { conditionFailed, validation } from '../errors.ts';
import { type ExpressionInput, readExpressions } from '../expressions/scope.ts';
import { project } from '../path.ts';
import { refuseParameters, type Store } from '../store.ts';
import { shown } from '../shown.ts';
import type { Item } from '../value.ts';
import { type Operation, prepare, type Write, type WriteInput } from '../write.ts';

export interface GetInput extends ExpressionInput {
  readonly TableName: string;
  readonly Key: Item;
}

export function getItem(store: Store, input: GetInput): { Item?: Item } {
  refuseParameters(input, ['AttributesToGet']);
  const table = store.table(input.TableName);
  table.requireKey(input.Key);
  const { ProjectionExpression: paths, scope } = readExpressions(input);
  const row = table.get(input.Key);
  if (row === undefined) return {};
  const item = shown(row);
  return {
    Item:
      paths === undefined
        ? item
        : project(
            item,
            paths.map((path) => scope.path(path)),
          ),
  };
}

const returnable: Readonly<Record<Exclude<Operation, 'ConditionCheck'>, readonly string[]>> = {
  Put: ['NONE', 'ALL_OLD'],
  Delete: ['NONE', 'ALL_OLD'],
  Update: ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'],
};

export function writeItem(
  store: Store,
  operation: keyof typeof returnable,
  input: WriteInput,
): { Attributes?: Item } {
  const returned = input.ReturnValues ?? 'NONE';
  if (!returnable[operation].includes(returned)) throw validation('Return values set to invalid value');
  const write = prepare(store, operation, input);
  if (!write.holds) throw conditionFailed(write.shows ? write.before : undefined);
  const next = write.next();
  store.commit(write.table, write.key, next.after);
  const attributes = attributesOf(returned, write.before, next);
  return attributes === undefined ? {} : { Attributes: attributes };
}

function attributesOf(
  returned: string,
  before: Item | undefined,
  { after, touched }: ReturnType<Write['next']>,
): Item | undefined {
  if (returned === 'NONE') return undefined;
  const row = returned.endsWith('OLD') ? before : after;
  if (row === undefined) return undefined;
  const item = shown(row);
  if (returned.startsWith('ALL')) return item;
  const part = project(item, touched);
  return Object.keys(part).length === 0 ? undefined : part;
}
