/** "Call a person": says what the machine could not do. Changes only the ledger. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { caught, withError } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { reasonOf } from '../core/release/reason.ts';

const input = z.extend(withError, { why: caught, unfinished: z.boolean() });

export async function callPerson(
  world: World<'dynamodb'>,
  { cutover, error, why, unfinished }: z.infer<typeof input>,
) {
  const began = why.Error === undefined ? '' : `; it began with: ${reasonOf(why)}`;
  const ending = { outcome: 'needsPerson', reason: `${reasonOf(error)}${began}` } as const;
  if (unfinished && cutover.live) await note(world, cutover, { ending, unfinished });
  const stays = unfinished ? '; it is tried again every minute, and the lock stays' : '';
  return { ending, story: [`A person is needed: ${ending.reason}${stays}`] };
}

export const handler = lambda(callPerson, { input, clients: { dynamodb } });
