/** Every five minutes: reminds those who are asked at a gate and have not decided. Changes only the ledger, and decides nothing. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sesv2 } from '../aws/clients/sesv2.ts';
import { sns } from '../aws/clients/sns.ts';
import { remindOf } from '../aws/gate/remind.ts';
import { lambda } from '../aws/lambda.ts';
import { readOpen } from '../aws/ledger/open.ts';
import type { World } from '../aws/world.ts';

export async function remindApprovers(world: World<'dynamodb' | 'sesv2' | 'sns'>) {
  const { gates } = await readOpen(world);
  return { reminded: await remindOf(world, gates) };
}

export const handler = lambda(remindApprovers, {
  input: z.looseObject({}),
  clients: { dynamodb, sesv2, sns },
});
