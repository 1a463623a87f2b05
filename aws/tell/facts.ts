/** Reads what there is to tell of a cutover. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Gate } from '../../core/gate/gate.ts';
import type { TellFacts } from '../../core/messages/facts.ts';
import { imagesOf } from '../../core/release/image.ts';
import { readGate } from '../ledger/gates.ts';
import { reportKey } from '../ledger/keys.ts';
import { type CutoverRecord, findRecord } from '../ledger/record.ts';
import { type CutoverRef, readEntries } from '../ledger/story.ts';
import type { World } from '../world.ts';

/** `askedBefore`: gates that a channel shows, whatever the cutover asks now. */
export async function readTellFacts(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  askedBefore: readonly string[],
): Promise<TellFacts> {
  const [record, story, ending] = await Promise.all([
    findRecord(world, cutover),
    readEntries(world, cutover),
    readEnding(world, cutover),
  ]);
  const ids = new Set([...askedBefore, ...(record?.asks === undefined ? [] : [record.asks])]);
  const rows = await Promise.all([...ids].map((id) => readGate(world, id)));
  const gates: Gate[] = rows.flatMap((row) => (row === undefined ? [] : [row.gate]));
  return {
    cutoverId: cutover.id,
    story,
    gates,
    ...(record === undefined ? { images: [] } : about(record)),
    ...(ending && { ending }),
  };
}

function about(
  record: CutoverRecord,
): Pick<TellFacts, 'service' | 'ticket' | 'images' | 'starter' | 'percent'> {
  const { plan, pinned, starter, firstShareAt, rung } = record;
  const percent = rung === undefined ? plan.canaryPercent : (plan.rungs[rung.index] ?? 100);
  return {
    service: plan.service,
    ...(plan.ticket !== undefined && { ticket: plan.ticket }),
    images: imagesOf(pinned?.definition ?? plan.release.taskDefinition),
    ...(starter !== undefined && 'person' in starter && { starter: starter.person }),
    ...(firstShareAt !== undefined && { percent }),
  };
}

/** The report is the last word, also where a plan was refused before there was a record. */
async function readEnding(world: World<'dynamodb'>, cutover: CutoverRef): Promise<TellFacts['ending']> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({
      TableName: world.settings.ledgerTable,
      Key: reportKey(cutover),
      ConsistentRead: true,
      // Without the story, which it holds a second time.
      ProjectionExpression: 'outcome, reason, endedAt, lessons',
    }),
  );
  return Item as TellFacts['ending'];
}
