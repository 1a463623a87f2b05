/** "Ask to go live": shows people what would ship, and leaves the token that their answer ends. Changes only the ledger, and tells those who are asked. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecr } from '../aws/clients/ecr.ts';
import { sesv2 } from '../aws/clients/sesv2.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { sns } from '../aws/clients/sns.ts';
import { askAt } from '../aws/gate/ask.ts';
import { onlyNewest } from '../aws/gate/newer.ts';
import { pinImages } from '../aws/images.ts';
import { onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

const input = z.extend(onlyCutover, { token: z.string().check(z.minLength(1)) });

export async function askToGoLive(
  world: World<'dynamodb' | 'ecr' | 'sfn' | 'sesv2' | 'sns'>,
  { cutover, token }: z.infer<typeof input>,
) {
  const record = await readRecord(world, cutover);
  if (record.abortedBy !== undefined) throw new Failure('Aborted', record.abortedBy);
  // By digest, now: what people approve is what the snapshot finds pinned later.
  const pinned = record.pinned ?? (await pinImages(world, record.plan.release));
  const noted = await note(world, cutover, { pinned }, { once: true });
  const evidence = `${record.plan.service} would run ${noted.pinned?.text}`;
  const { gate, story } = await askAt(world, cutover, noted, { token, gate: 'go-live', evidence });
  await onlyNewest(world, gate.id);
  return { asked: gate.id, attempt: gate.attempt, story };
}

export const handler = lambda(askToGoLive, { input, clients: { dynamodb, ecr, sesv2, sfn, sns } });
