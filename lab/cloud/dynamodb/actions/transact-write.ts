/**
 * TransactWriteItems: all or nothing, once for each token. Nothing else happens at the same instant in the lab,
 * so transactions never conflict; a fault may say that they did.
 */
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import { canceled, reasonFailed, tokenReused, validation } from '../errors.ts';
import type { Store } from '../store.ts';
import { type Operation, prepare, type Write, type WriteInput } from '../write.ts';

export interface TransactWriteInput {
  readonly TransactItems: readonly { readonly [O in Operation]?: WriteInput }[];
  readonly ClientRequestToken?: string;
}

const actionsMax = 100;
const tokenMilliseconds = 10 * 60_000;

/** The tokens of transactions that succeeded. */
export type Tokens = Map<string, { readonly request: string; readonly at: number }>;

export function transactWrite(store: Store, tokens: Tokens, input: TransactWriteInput): object {
  const { ClientRequestToken: token, TransactItems: items } = input;
  const request =
    token === undefined ? '' : JSON.stringify(convertToAttr(items, { removeUndefinedValues: true }));
  if (token !== undefined && isRepeated(tokens, token, request, store.clock.now())) return {};
  const writes = prepareAll(store, items);
  const outcomes = writes.map(attempt);
  if (outcomes.some(({ reason }) => reason.Code !== 'None'))
    throw canceled(outcomes.map(({ reason }) => reason));
  for (const [index, { commit }] of outcomes.entries()) commit?.(store, writes[index] as Write);
  if (token !== undefined) tokens.set(token, { request, at: store.clock.now() });
  return {};
}

function isRepeated(tokens: Tokens, token: string, request: string, now: number): boolean {
  const known = tokens.get(token);
  if (known === undefined || now - known.at >= tokenMilliseconds) return false;
  if (known.request !== request) throw tokenReused();
  return true;
}

function prepareAll(store: Store, items: TransactWriteInput['TransactItems']): Write[] {
  if (items.length === 0 || items.length > actionsMax) {
    const bound = items.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${actionsMax}`;
    throw validation(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const writes = items.map((item) => {
    const [[operation, input] = [], ...more] = Object.entries(item);
    if (operation === undefined || input === undefined || more.length > 0)
      throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
    return prepare(store, operation as Operation, input);
  });
  const rows = new Set(writes.map(({ table, key }) => table.identify(key)));
  if (rows.size < writes.length)
    throw validation('Transaction request cannot include multiple operations on one item');
  return writes;
}

interface Outcome {
  readonly reason: CancellationReason;
  readonly commit?: (store: Store, write: Write) => void;
}

function attempt(write: Write): Outcome {
  if (!write.holds) return { reason: reasonFailed(write.shows ? write.before : undefined) };
  try {
    const { after } = write.next();
    const commit =
      after === write.before ? undefined : (store: Store) => store.commit(write.table, write.key, after);
    return { reason: { Code: 'None' }, ...(commit && { commit }) };
  } catch (error) {
    return { reason: { Code: 'ValidationError', Message: (error as Error).message } };
  }
}
