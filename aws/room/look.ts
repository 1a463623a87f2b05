/** A visit to the control room of a deployed cutover, by a link. Whatever is asked, nothing is changed. */
import type { RoomMet, RoomRefusal, RoomVisit } from '../../core/room/met.ts';
import { roomOf } from '../../core/room/room.ts';
import { findReport } from '../ledger/report.ts';
import { isSecret } from '../visit/session.ts';
import type { World } from '../world.ts';
import { readRoom } from './facts.ts';
import { findLink, type OpenLink } from './links.ts';
import { roomCookie } from './request.ts';

/** What fails on our side is an honest page, too: the cutover goes on without it. */
export async function lookOn(
  world: World<'dynamodb'>,
  visit: RoomVisit | { readonly refusal: RoomRefusal },
): Promise<RoomMet> {
  if ('refusal' in visit) return { kind: 'refused', refusal: visit.refusal };
  try {
    return await meet(world, visit);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
    world.log.error('a look failed', { cutoverId: visit.cutoverId, error: name, reason: message });
    return { kind: 'fault' };
  }
}

async function meet(world: World<'dynamodb'>, visit: RoomVisit): Promise<RoomMet> {
  const { cutoverId, secret, session } = visit;
  const given = secret ?? session;
  const open = isSecret(given) ? await findLink(world, cutoverId, given) : undefined;
  if (given === undefined || open === undefined) return { kind: 'stranger' };
  if (secret === undefined) return show(world, visit, open);
  const seconds = Math.floor((open.until - world.clock.now()) / 1000);
  return { kind: 'enter', cutoverId, cookie: roomCookie(cutoverId, secret, seconds) };
}

async function show(
  world: World<'dynamodb'>,
  { part, known }: RoomVisit,
  { cutover, until }: OpenLink,
): Promise<RoomMet> {
  if (part === 'report') {
    const report = await findReport(world, cutover);
    return report === undefined ? { kind: 'refused', refusal: 'nowhere' } : { kind: 'report', report };
  }
  const { facts, hasReport } = await readRoom(world, cutover);
  const room = roomOf({ ...facts, now: world.clock.now() });
  const kind = part === 'live' ? 'live' : 'page';
  return { kind, room, until, hasReport, ...(known !== undefined && { known }) };
}
