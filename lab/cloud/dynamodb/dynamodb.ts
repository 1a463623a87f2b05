/**
 * The ledger's DynamoDB, for the document client: native values, conditions, updates, transactions, queries.
 * Not modelled: stale reads, indexes, throughput, TTL (AWS promises no time for it), Scan segments, legacy parameters.
 */
import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { getItem, type GetInput, writeItem } from './actions/item.ts';
import { batchGet, type BatchGetInput, query, type QueryInput, scan } from './actions/query.ts';
import { type Tokens, transactWrite, type TransactWriteInput } from './actions/transact-write.ts';
import { type Change, Store } from './store.ts';
import type { TableDefinition } from './table.ts';
import type { Item } from './value.ts';
import type { WriteInput } from './write.ts';

export interface DynamoDbOptions {
  readonly clock: VirtualClock;
  readonly tables: readonly TableDefinition[];
}

export class DynamoDb implements SimulatedService {
  readonly makesItsAnswers = true;
  readonly #store: Store;
  readonly #tokens: Tokens = new Map();

  constructor({ clock, tables }: DynamoDbOptions) {
    this.#store = new Store(clock, tables);
  }

  readonly actions = {
    GetItem: (input: GetInput) => getItem(this.#store, input),
    PutItem: (input: WriteInput) => writeItem(this.#store, 'Put', input),
    UpdateItem: (input: WriteInput) => writeItem(this.#store, 'Update', input),
    DeleteItem: (input: WriteInput) => writeItem(this.#store, 'Delete', input),
    TransactWriteItems: (input: TransactWriteInput) => transactWrite(this.#store, this.#tokens, input),
    Query: (input: QueryInput) => query(this.#store, input),
    Scan: (input: QueryInput) => scan(this.#store, input),
    BatchGetItem: (input: BatchGetInput) => batchGet(this.#store, input),
  };

  /** Told of every row that was written or deleted, in order: what a stream would carry. */
  onChange(listener: (change: Change) => void): void {
    this.#store.onChange(listener);
  }

  /** A row that somebody else wrote before the story begins. */
  seed(table: string, row: Item): void {
    this.#store.table(table).put(row);
  }

  /** All rows, for whoever checks the world from outside; not to be changed. */
  rows(table: string): readonly Readonly<Item>[] {
    return this.#store.table(table).items();
  }
}
