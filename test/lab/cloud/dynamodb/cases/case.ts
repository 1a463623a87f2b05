/** One operation on a small table and what the world must say to it: the simulation's, and any other. */
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { TableName } from './table-name.ts';

export { TableName } from './table-name.ts';

export type Row = { readonly pk: string; readonly sk: string } & Readonly<Record<string, unknown>>;
export type AnyCommand =
  | GetCommand
  | PutCommand
  | UpdateCommand
  | DeleteCommand
  | QueryCommand
  | TransactWriteCommand;

export interface Case {
  readonly title: string;
  /** What the table holds before. */
  readonly rows?: readonly Row[];
  readonly send: AnyCommand;
  /** Fields of the output; `undefined` means that the field must not be there. */
  readonly gives?: Readonly<Record<string, unknown>>;
  /** Fields of the error, in the same way. */
  readonly fails?: Readonly<Record<string, unknown>>;
  /** All that the table holds after. */
  readonly leaves?: readonly Row[];
}

export const key = { pk: 'a', sk: 'one' } as const;
export const row = (fields: Record<string, unknown> = {}): Row => ({ ...key, ...fields });

type Values = Record<string, unknown>;
type Extra = Record<string, unknown>;

const given = (values: Values) =>
  Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {};

export const get = (extra: Extra = {}) => new GetCommand({ TableName, Key: key, ...extra });
export const put = (Item: Row, extra: Extra = {}) => new PutCommand({ TableName, Item, ...extra });
export const remove = (extra: Extra = {}) => new DeleteCommand({ TableName, Key: key, ...extra });
export const update = (UpdateExpression: string, values: Values = {}, extra: Extra = {}) =>
  new UpdateCommand({ TableName, Key: key, UpdateExpression, ...given(values), ...extra });
export const query = (KeyConditionExpression: string, values: Values, extra: Extra = {}) =>
  new QueryCommand({ TableName, KeyConditionExpression, ...given(values), ...extra });

/** Rewrites the row under a condition. */
export const when = (
  fields: Record<string, unknown>,
  condition: string,
  values: Values = {},
  extra: Extra = {},
) => put(row(fields), { ConditionExpression: condition, ...given(values), ...extra });

export const failing = (name: string, message: RegExp) => ({
  name,
  message: expect.stringMatching(message) as unknown,
});
export const refused = (message: RegExp) => failing('ValidationException', message);
export const conditionFailed = failing('ConditionalCheckFailedException', /^The conditional request failed$/);
