/** DynamoDB in tasks speaks of attribute values, `{ "S": "text" }`; the lab's speaks of the values themselves. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isRecord } from '../states/document.ts';

/** Where inputs and outputs carry items; everything else is a setting. */
const CARRIERS = new Set([
  'Item',
  'Key',
  'Keys',
  'Items',
  'Attributes',
  'ExpressionAttributeValues',
  'ExclusiveStartKey',
  'LastEvaluatedKey',
]);

export const asValues = (input: unknown): unknown =>
  carried(input, (item) => unmarshall(item as Record<string, AttributeValue>));

export const asAttributes = (output: unknown): unknown =>
  carried(output, (item) => marshall(item, { removeUndefinedValues: true }));

function carried(value: unknown, convert: (item: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => carried(one, convert));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      CARRIERS.has(name) ? items(child, convert) : carried(child, convert),
    ]),
  );
}

function items(value: unknown, convert: (item: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => items(one, convert));
  return isRecord(value) ? convert(value) : value;
}
