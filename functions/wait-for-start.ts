/** "Wait for start": leaves a token by which a person can end a cutover that waits for its time. Changes only the ledger; the state does the waiting. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

const input = z.extend(onlyCutover, {
  token: z.string().check(z.minLength(1)),
  early: z.object({ until: z.string(), for: z.enum(['window', 'start']) }),
});

export async function waitForStart(
  world: World<'dynamodb'>,
  { cutover, token, early }: z.infer<typeof input>,
) {
  const { abortedBy } = await note(world, cutover, { wait: { token, ...early } });
  // Whoever aborted before the token was there could wake nobody.
  if (abortedBy !== undefined) throw new Failure('Aborted', abortedBy);
  return {};
}

export const handler = lambda(waitForStart, { input, clients: { dynamodb } });
