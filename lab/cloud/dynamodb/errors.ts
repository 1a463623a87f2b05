/** The SDK's own exceptions with DynamoDB's own sentences. */
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import type { Item } from './value.ts';

const $metadata = {};

export function validation(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({ name: 'ValidationException', $fault: 'client', message, $metadata });
}

export function noSuchTable(): ResourceNotFoundException {
  return new ResourceNotFoundException({ message: 'Requested resource not found', $metadata });
}

const failed = 'The conditional request failed';

/** The document client leaves errors alone, so an item inside one has its type letters: `{ epoch: { N: '3' } }`. */
export function conditionFailed(item: Item | undefined): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({ message: failed, $metadata, ...typed(item) });
}

export function reasonFailed(item: Item | undefined): CancellationReason {
  return { Code: 'ConditionalCheckFailed', Message: failed, ...typed(item) };
}

export function canceled(reasons: CancellationReason[]): TransactionCanceledException {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TransactionCanceledException({ message, CancellationReasons: reasons, $metadata });
}

export function tokenReused(): IdempotentParameterMismatchException {
  return new IdempotentParameterMismatchException({
    message: 'The request uses the same client token as a previous, but non-identical request.',
    $metadata,
  });
}

function typed(item: Item | undefined): { Item?: NonNullable<CancellationReason['Item']> } {
  return item === undefined ? {} : { Item: convertToAttr(item).M as NonNullable<CancellationReason['Item']> };
}
