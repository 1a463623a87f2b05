/**
 * A table's stream, and the mapping by which Lambda hands it to one function: in order, batch by batch, again from the
 * first record that was not done, until it is too old. Now and then a batch comes twice, as AWS warns.
 * Not modelled: more shards than one (rows of one key keep their order, so this is the slowest case), images, tumbling windows.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { LambdaHost } from '../lambda/host.ts';
import type { Result } from '../lambda/result.ts';
import type { DynamoDb } from './dynamodb.ts';

export interface StreamRecord {
  readonly at: number;
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: Readonly<Record<string, { readonly S: string }>>;
  };
}

export interface Mapping {
  readonly functionKey: string;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly maximumRecordAgeSeconds: number;
  readonly isWanted: (record: Pick<StreamRecord, 'dynamodb' | 'eventName'>) => boolean;
}

interface Around {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly lambda: LambdaHost;
}

const lagMilliseconds = { minimum: 100, maximum: 700 };
const twiceChance = 0.02;
/** AWS promises no times; these are in the range that people report. */
const pauseMilliseconds = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

export class Stream {
  readonly #around: Around;
  readonly #mapping: Mapping;
  readonly #waiting: StreamRecord[] = [];
  readonly #givenUp: StreamRecord[] = [];
  #sequence = 0;
  #isReading = false;

  constructor(around: Around, mapping: Mapping) {
    this.#around = around;
    this.#mapping = mapping;
  }

  /** From now on. */
  follow(table: DynamoDb): void {
    table.onChange(({ at, key, before, after }) => {
      const eventName = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
      const Keys = Object.fromEntries(
        Object.entries(key).map(([name, value]) => [name, { S: value as string }]),
      );
      const SequenceNumber = String(++this.#sequence).padStart(21, '0');
      const record = { at, eventID: SequenceNumber, eventName, dynamodb: { SequenceNumber, Keys } } as const;
      if (this.#mapping.isWanted(record)) this.#add(record);
    });
  }

  /** What was too old when it came to be its turn: on AWS it goes to the mapping's queue. */
  get givenUp(): readonly StreamRecord[] {
    return this.#givenUp;
  }

  /** Whether something is on its way. */
  get isBusy(): boolean {
    return this.#isReading;
  }

  #add(record: StreamRecord): void {
    this.#waiting.push(record);
    if (this.#isReading) return;
    this.#isReading = true;
    this.#read(1);
  }

  #read(tries: number): void {
    const { clock, random } = this.#around;
    const lag = random.int(lagMilliseconds.minimum, lagMilliseconds.maximum);
    clock.after(lag + this.#mapping.batchWindowSeconds * 1000, () => this.#hand(this.#take(), tries));
  }

  #take(): StreamRecord[] {
    return this.#waiting.splice(0, this.#mapping.batchSize);
  }

  #hand(batch: readonly StreamRecord[], tries: number): void {
    const { clock, random, lambda } = this.#around;
    const young = batch.filter((record) => this.#isYoung(record));
    if (young.length === 0) return this.#next();
    const event = { Records: young.map(({ at: _at, ...record }) => record) };
    if (random.next() < twiceChance) lambda.invoke(this.#mapping.functionKey, event, () => undefined);
    lambda.invoke(this.#mapping.functionKey, event, (result) => {
      const left = leftOf(young, result);
      if (left.length === 0) return this.#next();
      const pause = pauseMilliseconds[Math.min(tries, pauseMilliseconds.length) - 1] ?? 0;
      // An error halves the batch: one bad record must not hold up the rest.
      const half = 'output' in result ? left.length : Math.ceil(left.length / 2);
      this.#waiting.unshift(...left.slice(half));
      clock.after(pause, () => this.#hand(left.slice(0, half), tries + 1));
    });
  }

  #next(): void {
    if (this.#waiting.length > 0) this.#read(1);
    else this.#isReading = false;
  }

  #isYoung(record: StreamRecord): boolean {
    const isYoung = this.#around.clock.now() - record.at <= this.#mapping.maximumRecordAgeSeconds * 1000;
    if (!isYoung) this.#givenUp.push(record);
    return isYoung;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html: from the first that is named on. */
function leftOf(batch: readonly StreamRecord[], result: Result): readonly StreamRecord[] {
  if (!('output' in result)) return batch;
  const { batchItemFailures = [] } = (result.output ?? {}) as {
    batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  const named = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const first = batch.findIndex(({ dynamodb }) => named.has(dynamodb.SequenceNumber));
  return first < 0 ? [] : batch.slice(first);
}
