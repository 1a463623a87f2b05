/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that would reach for the real clock
 * or real chance. `$eval` does not exist there, so a name that is no function takes its place.
 */

import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Environment } from '../environment.ts';
import { BoundedRegExp } from './bounded-regexp.ts';
import { checkLength } from './budget.ts';

type Provided = (environment: Environment) => unknown;

const options = { RegexEngine: BoundedRegExp as unknown as RegExp };
const timeText = jsonata('$fromMillis($now, $picture, $zone)', options);
const padText = jsonata('$pad($value, $width, $character)', options);

export const functions: Readonly<Record<string, Provided>> = {
  eval: () => ({}),
  pad: () => pad,
  distinct: () => distinct,
  now:
    ({ host }) =>
    (picture?: string, zone?: string) =>
      timeText.evaluate(undefined, { now: host.clock.now(), picture, zone }),
  millis:
    ({ host }) =>
    () =>
      host.clock.now(),
  random:
    ({ host }) =>
    (seed?: number) =>
      seed === undefined ? host.random() : seeded(seed),
  uuid:
    ({ host }) =>
    () =>
      host.uuid(),
  shuffle:
    ({ host }) =>
    (values?: unknown) =>
      values === undefined
        ? undefined
        : shuffled(Array.isArray(values) ? values : [values], () => host.random()),
  partition: () => partition,
  range: () => range,
  hash: () => hash,
  parse: () => (text?: string) => (text === undefined ? undefined : JSON.parse(text)),
};

/** With a bound on the width. */
function pad(value: unknown, width: unknown, character: unknown): unknown {
  checkLength(width);
  return padText.evaluate(undefined, { value, width, character });
}

/** jsonata's own compares each value with each. */
function distinct(values: unknown): unknown {
  if (!Array.isArray(values) || values.length <= 1) return values;
  const seen = new Set<string>();
  return sequence(
    values.filter((value) => {
      const key = canonical(value);
      return !seen.has(key) && seen.add(key);
    }),
  );
}

/** Equal for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return `${typeof value} ${JSON.stringify(value)}`;
  const fields = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`);
  return `{${fields.toSorted().join()}}`;
}

/** The same seed gives the same number. AWS does not say which. */
function seeded(seed: number): number {
  const digest = createHash('sha256').update(String(seed)).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

function shuffled(values: readonly unknown[], random: () => number): unknown[] {
  const result = [...values];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}

function partition(values: unknown, size: number): unknown[][] | undefined {
  if (values === undefined) return undefined;
  const all = Array.isArray(values) ? values : [values];
  const length = Math.trunc(size);
  if (!(length > 0)) throw new Error('the chunk size of $partition must be a positive number');
  const chunks = Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
    all.slice(index * length, (index + 1) * length),
  );
  return sequence(chunks);
}

/** What JSONata makes of results: one value stands for itself, none is nothing. Recorded for $range. */
function sequence<T>(values: T[]): T[] {
  return Object.defineProperty(values, 'sequence', { value: true });
}

function range(start: number, end: number, step: number): number[] {
  if (!Number.isFinite(step) || step === 0)
    throw new Error('the step of $range must be a number other than 0');
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > 1000) throw new Error('$range gives at most 1000 elements');
  return sequence(Array.from({ length }, (_, index) => start + index * step));
}

const ALGORITHMS = new Set(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);

function hash(value: unknown, algorithm: string): string | undefined {
  if (value === undefined) return undefined;
  if (!ALGORITHMS.has(algorithm)) throw new Error(`$hash knows no algorithm ${algorithm}`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex');
}
