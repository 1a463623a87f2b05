/** All tables, who listens to their changes, and the clock that tokens expire by. */
import type { VirtualClock } from '../../clock.ts';
import { noSuchTable, validation } from './errors.ts';
import { freeze } from './shown.ts';
import { type Item } from './value.ts';
import { Table, type TableDefinition } from './table.ts';

/** What a stream would carry; `before` or `after` is missing where the row was made or deleted. */
export interface Change {
  readonly at: number;
  readonly table: string;
  readonly key: Item;
  readonly before?: Item;
  readonly after?: Item;
}

export class Store {
  readonly clock: VirtualClock;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #listeners: ((change: Change) => void)[] = [];

  constructor(clock: VirtualClock, tables: readonly TableDefinition[]) {
    this.clock = clock;
    this.#tables = new Map(tables.map((definition) => [definition.name, new Table(definition)]));
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw noSuchTable();
    return table;
  }

  /** The only way in which a row changes. */
  commit(table: Table, key: Item, after: Item | undefined): void {
    const before = table.get(key);
    if (after === undefined) table.delete(key);
    else {
      freeze(after);
      table.put(after);
    }
    if (before === undefined && after === undefined) return;
    const change = {
      at: this.clock.now(),
      table: table.definition.name,
      key,
      ...(before && { before }),
      ...(after && { after }),
    };
    for (const listener of this.#listeners) listener(change);
  }
}

/** Parameters of the API that the lab does not play are refused: silence would be a wrong answer. */
export function refuseParameters(input: object, names: readonly string[]): void {
  const found = names.find((name) => (input as Record<string, unknown>)[name] !== undefined);
  if (found !== undefined) throw validation(`the lab's DynamoDB does not know the parameter ${found}`);
}
