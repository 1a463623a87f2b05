/** The intrinsic functions of JSONPath states. A thrown Error fails the call. */

import { createHash } from 'node:crypto';
import { isRecord } from '../document.ts';
import type { StatesHost } from '../host.ts';
import { javaText } from './java-text.ts';

type Intrinsic = (values: readonly unknown[], host: StatesHost) => unknown;

export interface Signature {
  readonly call: Intrinsic;
  readonly min: number;
  readonly max: number;
}

const fixed = (count: number, call: Intrinsic): Signature => ({ call, min: count, max: count });

export const intrinsics: Readonly<Record<string, Signature>> = {
  Format: {
    min: 1,
    max: Number.POSITIVE_INFINITY,
    call: ([template, ...values]) => format(text(template), values),
  },
  StringToJson: fixed(1, ([value]) => parsed(text(value))),
  JsonToString: fixed(1, ([value]) => JSON.stringify(value)),
  Array: { min: 0, max: Number.POSITIVE_INFINITY, call: (values) => [...values] },
  ArrayPartition: fixed(2, ([values, size]) => partition(list(values), Math.trunc(number(size)))),
  ArrayContains: fixed(2, ([values, wanted]) => list(values).map(written).includes(written(wanted))),
  ArrayRange: fixed(3, ([start, end, step]) => range(integer(start), integer(end), integer(step))),
  ArrayGetItem: fixed(2, ([values, index]) => item(list(values), number(index))),
  ArrayLength: fixed(1, ([values]) => list(values).length),
  ArrayUnique: fixed(1, ([values]) => unique(list(values))),
  Base64Encode: fixed(1, ([value]) => Buffer.from(shortText(value)).toString('base64')),
  Base64Decode: fixed(1, ([value]) => decoded(shortText(value))),
  Hash: fixed(2, ([value, algorithm]) =>
    hash(shortText(typeof value === 'string' ? value : JSON.stringify(value)), text(algorithm)),
  ),
  JsonMerge: fixed(3, ([left, right, isDeep]) => merge(left, right, isDeep)),
  MathRandom: {
    min: 2,
    max: 3,
    call: ([start, end, seed], host) => random(integer(start), integer(end), seed, host),
  },
  MathAdd: fixed(2, ([left, right]) => int32(int32(integer(left)) + int32(integer(right)))),
  StringSplit: fixed(2, ([value, separators]) => split(text(value), text(separators))),
  UUID: fixed(0, (_values, host) => host.uuid()),
};

/** Hash and the Base64 functions take no longer texts. */
const CHARACTERS_MAX = 10_000;
const RANGE_ELEMENTS_MAX = 1000;

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('a text is needed');
  return value;
}

function shortText(value: unknown): string {
  const short = text(value);
  if (Array.from(short).length > CHARACTERS_MAX)
    throw new Error(`the text has more than ${CHARACTERS_MAX} characters`);
  return short;
}

/** Java's reader wants the plain alphabet, and padding right or not at all. */
function decoded(value: string): string {
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  const bare = value.replace(/=+$/, '');
  const isPadded = value === bare || value.length % 4 === 0;
  if (!isBase64 || !isPadded || bare.length % 4 === 1) throw new Error('the text is not Base64');
  return Buffer.from(value, 'base64').toString();
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new Error('a number is needed');
  return value;
}

/** The nearest one; halves go up. */
const integer = (value: unknown) => Math.round(number(value)) + 0;

function int32(value: number): number {
  if (value < -(2 ** 31) || value > 2 ** 31 - 1) throw new Error('the number does not fit 32 bits');
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('an array is needed');
  return value;
}

/** Values are the same where their JSON is, order of keys included. */
const written = (value: unknown) => JSON.stringify(value);

/** Blank text is null, as Java's reader has it. */
function parsed(value: string): unknown {
  const json: unknown = value.trim() === '' ? null : JSON.parse(value);
  return Object.is(json, -0) ? 0 : json;
}

function merge(left: unknown, right: unknown, isDeep: unknown): object {
  if (!isRecord(left) || !isRecord(right)) throw new Error('two objects are needed');
  if (isDeep !== false) throw new Error('deep merging is not supported');
  return { ...left, ...right };
}

function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  const result = template.replace(/\\([{}])|\{\}/g, (_whole, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    used += 1;
    return used <= values.length ? javaText(values[used - 1]) : '';
  });
  if (used !== values.length) throw new Error('number of arguments do not match the occurrences of {}.');
  return result;
}

function partition(values: readonly unknown[], size: number): unknown[][] {
  if (size < 1) throw new Error('the chunk size must be positive');
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

function range(start: number, end: number, step: number): number[] {
  if (step === 0) throw new Error('the step must not be 0');
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > RANGE_ELEMENTS_MAX) throw new Error(`the range has more than ${RANGE_ELEMENTS_MAX} elements`);
  return Array.from({ length }, (_, index) => start + index * step);
}

function item(values: readonly unknown[], index: number): unknown {
  if (!Number.isInteger(index) || index < 0 || index >= values.length) throw new Error('no such index');
  return values[index];
}

function unique(values: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const json = written(value);
    return !seen.has(json) && seen.add(json);
  });
}

const ALGORITHMS = new Set(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);

function hash(value: string, algorithm: string): string {
  if (!ALGORITHMS.has(algorithm)) throw new Error('no such algorithm');
  return createHash(algorithm.replace('-', '').toLowerCase()).update(value).digest('hex');
}

/** The end is not included. With a seed always the same number, though not AWS's. */
function random(start: number, end: number, seed: unknown, host: StatesHost): number {
  if (start >= end) throw new Error('the start must be less than the end');
  return start + Math.floor((seed === undefined ? host.random() : seeded(integer(seed))) * (end - start));
}

function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}

/** Each character of `separators` separates; empty parts are left out. */
function split(value: string, separators: string): string[] {
  const parts: string[] = [''];
  for (const character of value) {
    if (separators.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part !== '');
}
