/** "Refuse": says why nothing was begun. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithError, withError } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { reasonOf } from '../core/release/reason.ts';

export async function refuse(_world: object, { error }: WithError) {
  const reason = reasonOf(error);
  return Promise.resolve({ ending: { outcome: 'refused', reason }, story: [`Refused: ${reason}`] });
}

export const handler = lambda(refuse, { input: withError, clients: { dynamodb } });
