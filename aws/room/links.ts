/**
 * Links by which people look on: 256 random bits each, of which the ledger has the hash and an end. They open one
 * cutover's control room and decide nothing; who has one may pass it on, so who made it stands on the story.
 */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { timeText } from '../../core/evidence/minutes.ts';
import { hashOf } from '../gate/secrets.ts';
import { roomLinkKey } from '../ledger/keys.ts';
import { type CutoverRef, tell } from '../ledger/story.ts';
import type { World } from '../world.ts';

/** The longest evening: whoever still looks on then makes another. */
const linkSeconds = 12 * 3600;
/** So long its row can be told from none, for whoever looks into it later. */
const keptSeconds = 30 * 24 * 3600;

export interface RoomLink {
  readonly link: string;
  readonly until: string;
  readonly told: string;
}

export async function makeLink(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  principal: string,
): Promise<RoomLink> {
  const { roomUrl, ledgerTable: TableName } = world.settings;
  if (roomUrl === undefined) throw new Error('the setting ROOM_PAGE is missing; serverless.yml sets it');
  const secret = world.random.hex(32);
  const until = world.clock.now() + linkSeconds * 1000;
  await world.clients.dynamodb.send(
    new PutCommand({
      TableName,
      Item: {
        ...roomLinkKey(cutover, hashOf(secret)),
        by: principal,
        until,
        expiresAt: Math.floor(until / 1000) + keptSeconds,
      },
    }),
  );
  const whoever = `whoever has it can look on until ${timeText(until)}, and do nothing else`;
  await tell(world, cutover, 'showCutover', [`${principal} made a link to the control room: ${whoever}`]);
  return {
    link: `${roomUrl}/room/${encodeURIComponent(cutover.id)}?key=${secret}`,
    until: new Date(until).toISOString(),
    told: whoever,
  };
}

export interface OpenLink {
  readonly cutover: CutoverRef;
  readonly until: number;
}

/** Undefined for what nobody was given, for another cutover's, and for one that has ended. */
export async function findLink(
  world: World<'dynamodb'>,
  cutoverId: string,
  secret: string,
): Promise<OpenLink | undefined> {
  const hash = hashOf(secret);
  for (const live of [true, false]) {
    const cutover = { id: cutoverId, live };
    const { Item } = await world.clients.dynamodb.send(
      new GetCommand({
        TableName: world.settings.ledgerTable,
        Key: roomLinkKey(cutover, hash),
        ConsistentRead: true,
      }),
    );
    const until = (Item?.['until'] as number | undefined) ?? 0;
    if (until > world.clock.now()) return { cutover, until };
  }
  return undefined;
}
