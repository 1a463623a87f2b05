/**
 * The expressions of one request: parsed (once for each text, ever), with the names and values they mean. What is
 * used must be given and what is given must be used, over all the expressions together.
 */
import { validation } from '../errors.ts';
import type { Path } from '../path.ts';
import type { Value } from '../value.ts';
import { parseCondition } from './condition.ts';
import { Reader } from './reader.ts';
import type { Condition, Label, Parsed, RawPath, Update } from './syntax.ts';
import { parseUpdate } from './update.ts';

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

export interface Scope {
  readonly path: (raw: RawPath) => Path;
  readonly value: (name: string) => Value;
}

export interface ExpressionInput extends Placeholders {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
}

export interface Expressions {
  readonly scope: Scope;
  readonly ConditionExpression?: Condition;
  readonly UpdateExpression?: Update;
  readonly KeyConditionExpression?: Condition;
  readonly FilterExpression?: Condition;
  readonly ProjectionExpression?: readonly RawPath[];
}

const parsers = {
  ConditionExpression: parseCondition,
  UpdateExpression: parseUpdate,
  KeyConditionExpression: parseCondition,
  FilterExpression: parseCondition,
  ProjectionExpression: (reader: Reader) => {
    const paths = reader.list(() => reader.path());
    reader.end();
    return paths;
  },
};
const labels = Object.keys(parsers) as Label[];

export function readExpressions(input: ExpressionInput): Expressions {
  const expressions: Record<string, unknown> = { scope: scopeOf(input) };
  const used: Parsed<unknown>[] = [];
  for (const label of labels) {
    const text = input[label];
    if (text === undefined) continue;
    const parsed = parse(label, text);
    requireDefined(label, parsed, input);
    expressions[label] = parsed.tree;
    used.push(parsed);
  }
  requireUsed(input, used);
  return expressions as unknown as Expressions;
}

const cache = new Map<string, Parsed<unknown>>();

function parse(label: Label, text: string): Parsed<unknown> {
  const key = `${label} ${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const reader = new Reader(label, text);
  const parsed = { tree: parsers[label](reader), names: reader.names, values: reader.values };
  cache.set(key, parsed);
  return parsed;
}

function scopeOf({
  ExpressionAttributeNames: names = {},
  ExpressionAttributeValues: values = {},
}: Placeholders): Scope {
  return {
    path: (raw) =>
      raw.map((segment) =>
        typeof segment === 'string' && segment.startsWith('#') ? (names[segment] as string) : segment,
      ),
    value: (name) => values[name] as Value,
  };
}

function requireDefined(label: Label, parsed: Parsed<unknown>, input: Placeholders): void {
  for (const name of parsed.names) {
    if (input.ExpressionAttributeNames?.[name] !== undefined) continue;
    throw validation(
      `Invalid ${label}: An expression attribute name used in the document path is not defined; attribute name: ${name}`,
    );
  }
  for (const value of parsed.values) {
    if (input.ExpressionAttributeValues?.[value] !== undefined) continue;
    throw validation(
      `Invalid ${label}: An expression attribute value used in expression is not defined; attribute value: ${value}`,
    );
  }
}

function requireUsed(input: Placeholders, used: readonly Parsed<unknown>[]): void {
  const kinds = [
    ['ExpressionAttributeNames', 'names'],
    ['ExpressionAttributeValues', 'values'],
  ] as const;
  for (const [field, kind] of kinds) {
    const given = input[field];
    if (given === undefined) continue;
    if (used.length === 0) throw validation(`${field} can only be specified when using expressions`);
    if (Object.keys(given).length === 0) throw validation(`${field} must not be empty`);
    const unused = Object.keys(given).filter((name) => !used.some((parsed) => parsed[kind].has(name)));
    if (unused.length > 0)
      throw validation(`Value provided in ${field} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}
