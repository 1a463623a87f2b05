import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { World } from '../world.ts';
import { partition, storyPrefix } from './keys.ts';

/** Which cutover, and whether it may change anything: all that has to travel between states. */
export interface CutoverRef {
  readonly id: string;
  readonly live: boolean;
}

export interface StoryEntry {
  readonly at: string;
  readonly actor: string;
  readonly text: string;
}

/**
 * Puts sentences on the story. Best effort: what people read must never stop what traffic needs, so a ledger
 * that does not answer costs the sentence (it is in the log) and not the cutover.
 */
export async function tell(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  actor: string,
  sentences: readonly string[],
): Promise<void> {
  const at = new Date(world.clock.now()).toISOString();
  const write = async (text: string, index: number) => {
    const sk = `${storyPrefix}${at}#${actor}#${index}`;
    const item = { pk: partition(cutover), sk, at, actor, text };
    try {
      await world.clients.dynamodb.send(
        new PutCommand({ TableName: world.settings.ledgerTable, Item: item }),
      );
    } catch (error) {
      world.log.error('story not written', { cutoverId: cutover.id, text, error: String(error) });
    }
  };
  // Side by side: with a ledger that hangs, each costs its whole timeout.
  await Promise.all(sentences.map(write));
}

/** The story in the order of time; all of it, or what was told from `since` on. */
export async function readStory(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  since = '',
): Promise<StoryEntry[]> {
  return (await readEntries(world, cutover, since)).map(({ at, actor, text }) => ({ at, actor, text }));
}

/** The same, each entry with its key. */
export async function readEntries(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  since = '',
): Promise<(StoryEntry & { readonly id: string })[]> {
  const entries: (StoryEntry & { readonly id: string })[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await world.clients.dynamodb.send(
      new QueryCommand({
        TableName: world.settings.ledgerTable,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': partition(cutover),
          ':from': `${storyPrefix}${since}`,
          ':to': `${storyPrefix}~`,
        },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? [])
      entries.push({ id: item['sk'], at: item['at'], actor: item['actor'], text: item['text'] });
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return entries;
}
