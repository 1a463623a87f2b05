/** "Hold at rung": leaves a token by which a person can end this wait. Changes only the ledger; the state does the waiting. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';

const waits = z.enum(['bake', 'settle', 'rung', 'evidence', 'people']);
const input = z.extend(onlyCutover, {
  token: z.string().check(z.minLength(1)),
  hold: z.object({ until: z.string(), for: waits }),
});

export async function holdAtRung(world: World<'dynamodb'>, { cutover, token, hold }: z.infer<typeof input>) {
  // A dry run waits for nothing, and its state times out at once.
  if (cutover.live) await note(world, cutover, { wait: { token, ...hold } });
  return {};
}

export const handler = lambda(holdAtRung, { input, clients: { dynamodb } });
