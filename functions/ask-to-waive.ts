/** "Ask to waive": asks people to sign for checks that did not pass, and leaves the token that their answer ends. Changes only the ledger, and tells those who are asked. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sesv2 } from '../aws/clients/sesv2.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { sns } from '../aws/clients/sns.ts';
import { askAt } from '../aws/gate/ask.ts';
import { onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

const input = z.extend(onlyCutover, { token: z.string().check(z.minLength(1)), evidence: z.string() });

export async function askToWaive(
  world: World<'dynamodb' | 'sfn' | 'sesv2' | 'sns'>,
  { cutover, token, evidence }: z.infer<typeof input>,
) {
  const record = await readRecord(world, cutover);
  if (record.abortedBy !== undefined) throw new Failure('Aborted', record.abortedBy);
  const { gate, story } = await askAt(world, cutover, record, { token, gate: 'waive', evidence });
  return { asked: gate.id, attempt: gate.attempt, story };
}

export const handler = lambda(askToWaive, { input, clients: { dynamodb, sesv2, sfn, sns } });
