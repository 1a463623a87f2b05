/** The intrinsic functions of JSONPath states. A thrown Error becomes States.IntrinsicFailure. */

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../document.ts';
import type { StatesHost } from '../host.ts';

type Intrinsic = (values: readonly unknown[], host: StatesHost) => unknown;

export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Format: ([template, ...values]) => format(text(template), values),
  StringToJson: ([value]) => JSON.parse(text(value)),
  JsonToString: ([value]) => JSON.stringify(value),
  Array: (values) => [...values],
  ArrayPartition: ([values, size]) => partition(list(values), Math.round(number(size))),
  ArrayContains: ([values, wanted]) => list(values).some((value) => isDeepStrictEqual(value, wanted)),
  ArrayRange: ([start, end, step]) => range(integer(start), integer(end), integer(step)),
  ArrayGetItem: ([values, index]) => item(list(values), number(index)),
  ArrayLength: ([values]) => list(values).length,
  ArrayUnique: ([values]) => unique(list(values)),
  Base64Encode: ([value]) => Buffer.from(text(value)).toString('base64'),
  Base64Decode: ([value]) => Buffer.from(text(value), 'base64').toString(),
  Hash: ([value, algorithm]) =>
    hash(typeof value === 'string' ? value : JSON.stringify(value), text(algorithm)),
  JsonMerge: ([left, right]) => ({ ...record(left), ...record(right) }),
  MathRandom: ([start, end, seed], host) => random(integer(start), integer(end), seed, host),
  MathAdd: ([left, right]) => integer(left) + integer(right),
  StringSplit: ([value, separators]) => split(text(value), text(separators)),
  UUID: (_values, host) => host.uuid(),
};

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`a text is needed, not ${JSON.stringify(value)}`);
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`a number is needed, not ${JSON.stringify(value)}`);
  return value;
}

const integer = (value: unknown) => Math.round(number(value));

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`an array is needed, not ${JSON.stringify(value)}`);
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`an object is needed, not ${JSON.stringify(value)}`);
  return value;
}

function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  const result = template.replace(/\\([{}])|\{\}/g, (_whole, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (used >= values.length) throw new Error('States.Format has more placeholders than arguments');
    const value = values[used];
    used += 1;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (used < values.length) throw new Error('States.Format has more arguments than placeholders');
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
  if (length > 1000) throw new Error('the range has more than 1000 elements');
  return Array.from({ length }, (_, index) => start + index * step);
}

function item(values: readonly unknown[], index: number): unknown {
  const value = values[index];
  if (value === undefined) throw new Error(`there is no element ${index}`);
  return value;
}

function unique(values: readonly unknown[]): unknown[] {
  const result: unknown[] = [];
  for (const value of values) {
    if (!result.some((known) => isDeepStrictEqual(known, value))) result.push(value);
  }
  return result;
}

function hash(value: string, algorithm: string): string {
  return createHash(algorithm.replace('-', '').toLowerCase()).update(value).digest('hex');
}

/** The end is not included. With a seed always the same number, though not AWS's. */
function random(start: number, end: number, seed: unknown, host: StatesHost): number {
  const chance =
    seed === undefined
      ? host.random()
      : createHash('sha256')
          .update(String(integer(seed)))
          .digest()
          .readUInt32BE(0) /
        2 ** 32;
  return start + Math.floor(chance * (end - start));
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
