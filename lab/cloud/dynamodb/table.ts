/** The rows of one table, by partition and in the order of their sort keys. Keys are strings, as the ledger's are. */
import { validation } from './errors.ts';
import { compareStrings, type Item, typeOf, type Value } from './value.ts';

export interface TableDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

export class Table {
  readonly definition: TableDefinition;
  readonly keyNames: readonly [string, string];
  readonly #partitions = new Map<string, Item[]>();

  constructor(definition: TableDefinition) {
    this.definition = definition;
    this.keyNames = [definition.partitionKey, definition.sortKey];
  }

  get(key: Item): Item | undefined {
    const { rows, index, found } = this.#locate(key);
    return found ? rows[index] : undefined;
  }

  put(item: Item): void {
    const { rows, index, found } = this.#locate(item);
    rows.splice(index, found ? 1 : 0, item);
    this.#partitions.set(item[this.definition.partitionKey] as string, rows);
  }

  delete(key: Item): void {
    const { rows, index, found } = this.#locate(key);
    if (found) rows.splice(index, 1);
  }

  partition(key: string): readonly Item[] {
    return this.#partitions.get(key) ?? [];
  }

  items(): Item[] {
    return [...this.#partitions.values()].flat();
  }

  keyOf(item: Item): Item {
    const [partition, sort] = this.keyNames;
    return { [partition]: item[partition] as Value, [sort]: item[sort] as Value };
  }

  /** One row's name among all tables. */
  identify(key: Item): string {
    return JSON.stringify([this.definition.name, ...this.keyNames.map((name) => key[name])]);
  }

  /** The key attributes of an item that is put. */
  requireKeyIn(item: Item): void {
    for (const name of this.keyNames) {
      if (item[name] === undefined) throw invalid(`Missing the key ${name} in the item`);
      const type = typeOf(item[name]);
      if (type !== 'S') throw invalid(`Type mismatch for key ${name} expected: S actual: ${type}`);
      this.#requireNotEmpty(name, item);
    }
  }

  /** The key of a row that is read, updated or deleted. */
  requireKey(key: Item): void {
    const matches = this.keyNames.every((name) => typeof key[name] === 'string');
    if (!matches || Object.keys(key).length !== 2)
      throw validation('The provided key element does not match the schema');
    for (const name of this.keyNames) this.#requireNotEmpty(name, key);
  }

  #requireNotEmpty(name: string, item: Item): void {
    if (item[name] !== '') return;
    throw validation(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }

  #locate(key: Item): { rows: Item[]; index: number; found: boolean } {
    const { partitionKey, sortKey } = this.definition;
    const rows = this.#partitions.get(key[partitionKey] as string) ?? [];
    const sort = key[sortKey] as string;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareStrings((rows[middle] as Item)[sortKey] as string, sort) < 0) low = middle + 1;
      else high = middle;
    }
    return { rows, index: low, found: rows[low]?.[sortKey] === sort };
  }
}

function invalid(why: string): Error {
  return validation(`One or more parameter values were invalid: ${why}`);
}
