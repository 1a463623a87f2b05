/**
 * What the document client does to values on their way out and in, done by the SDK's own marshalling: undefined
 * fields go or are refused as the client is configured, functions go, empty sets and class instances are refused.
 */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { convertToAttr, convertToNative, type marshallOptions } from '@aws-sdk/util-dynamodb';

type Fields = Record<string, unknown>;

/** Where an input carries values; everything else is a setting. */
const carriers = new Set(['Item', 'Key', 'Keys', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

export function documentInput(client: DynamoDBDocumentClient): (input: object) => object {
  const options = client.config.translateConfig?.marshallOptions ?? {};
  return (input) => carried(input as Fields, options);
}

function carried(input: Fields, options: marshallOptions): Fields {
  const result: Fields = {};
  for (const [name, field] of Object.entries(input)) {
    if (field === undefined) continue;
    if (carriers.has(name))
      result[name] = Array.isArray(field) ? field.map((one) => native(one, options)) : native(field, options);
    else result[name] = walked(field, options);
  }
  return result;
}

function walked(value: unknown, options: marshallOptions): unknown {
  if (Array.isArray(value)) return value.map((one) => walked(one, options));
  return typeof value === 'object' && value !== null ? carried(value as Fields, options) : value;
}

function native(value: unknown, options: marshallOptions): unknown {
  return convertToNative(convertToAttr(value, options));
}
