/** "Call a person": says what the machine could not do. Changes only the ledger. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { caught, withError } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { reasonOf } from '../core/release/reason.ts';

const input = z.extend(withError, { why: caught });

export async function callPerson(_world: object, { error, why }: z.infer<typeof input>) {
  const began = why.Error === undefined ? '' : `; it began with: ${reasonOf(why)}`;
  const reason = `${reasonOf(error)}${began}`;
  return Promise.resolve({
    ending: { outcome: 'needsPerson', reason },
    story: [`A person is needed: ${reason}`],
  });
}

export const handler = lambda(callPerson, { input, clients: { dynamodb } });
