/** "Listen for alarms": leaves a token by which an alarm, or a person who aborts, ends the release at once. Changes only the ledger. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readLock } from '../aws/ledger/lock.ts';
import { leadingArn } from '../aws/ledger/pass.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import { endWait, failWait } from '../aws/tokens.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';
import { failureOf } from '../core/release/mark.ts';

const input = z.extend(onlyCutover, { token: z.string().check(z.minLength(1)) });

export async function listenForAlarms(
  world: World<'dynamodb' | 'sfn'>,
  { cutover, token }: z.infer<typeof input>,
) {
  const { snapshot } = await readSnapshot(world, cutover);
  await note(world, cutover, { listenToken: token });
  // Whoever marked the row before the token was there found nobody to tell; the token comes first here for that.
  const row = await readLock(world, leadingArn(snapshot));
  if (row?.cutoverId !== cutover.id) throw new Failure('Superseded', `the lock is no longer ${cutover.id}'s`);
  if (row.phase !== 'releasing') return { heard: await endWait(world, token) };
  if (row.mark === undefined) return {};
  return { heard: await failWait(world, token, failureOf(row.mark)) };
}

export const handler = lambda(listenForAlarms, { input, clients: { dynamodb, sfn } });
