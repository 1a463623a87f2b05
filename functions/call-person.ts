/** "Call a person": says what the machine could not do. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithError, withError } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { reasonOf } from '../core/release/reason.ts';

export async function callPerson(_world: object, { error }: WithError) {
  const reason = reasonOf(error);
  return Promise.resolve({
    ending: { outcome: 'needsPerson', reason },
    story: [`A person is needed: ${reason}`],
  });
}

export const handler = lambda(callPerson, { input: withError, clients: { dynamodb } });
