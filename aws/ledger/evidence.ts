/** What a check rests on, kept beside the story: the state machine carries only the verdict and a digest. */
import { createHash } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Seen } from '../checks/reader.ts';
import type { World } from '../world.ts';
import { evidenceKey } from './keys.ts';
import type { CutoverRef } from './story.ts';

/** A row holds 400 KB; nobody reads more than this of one check. */
const factsLengthMax = 100_000;

/** Returns the digest of what was read, whole or not. The same check twice is one row: the newer look counts. */
export async function keepEvidence(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  check: string,
  { verdict, facts, pictures = [] }: Seen,
): Promise<string> {
  const text = JSON.stringify(facts ?? null);
  const digest = createHash('sha256').update(text).digest('hex');
  const readAt = new Date(world.clock.now()).toISOString();
  const isWhole = text.length <= factsLengthMax;
  const row = {
    check,
    ...verdict,
    readAt,
    digest,
    isWhole,
    facts: isWhole ? text : text.slice(0, factsLengthMax),
  };
  await put(world, { ...evidenceKey(cutover, check), ...row });
  for (const [index, { title, png }] of pictures.entries())
    await put(world, { ...evidenceKey(cutover, `${check}#PICTURE#${index}`), check, title, readAt, png });
  return digest;
}

/** What a check kept; undefined where it kept nothing, or too much to be whole. */
export async function readFacts(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  check: string,
): Promise<unknown> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: evidenceKey(cutover, check) }),
  );
  const { isWhole, facts } = (Item ?? {}) as { readonly isWhole?: boolean; readonly facts?: string };
  return isWhole === true && facts !== undefined ? (JSON.parse(facts) as unknown) : undefined;
}

async function put(world: World<'dynamodb'>, Item: Record<string, unknown>): Promise<void> {
  await world.clients.dynamodb.send(new PutCommand({ TableName: world.settings.ledgerTable, Item }));
}
