/** The error that a call is answered with when a fault says so by name. */
import { canceled } from '../dynamodb/errors.ts';
import type { Call } from './call.ts';
import { type SdkError, sdkError } from './errors.ts';

/**
 * A cancelled transaction has one reason for each of its items. Conditions fail by what the table holds and need no
 * fault; what is left to go wrong is another transaction on the same item.
 */
export function failureOf({ service, input }: Pick<Call, 'service' | 'input'>, name: string): SdkError {
  if (name !== 'TransactionCanceledException') return sdkError(service, name);
  const { TransactItems = [] } = input as { TransactItems?: readonly unknown[] };
  const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  return canceled(TransactItems.map((_, index) => (index === 0 ? conflict : { Code: 'None' })));
}
