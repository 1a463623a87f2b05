/** Reads a request to the control room's function URL, which anybody can send. It takes no body and no form. */
import { createHash } from 'node:crypto';
import type { RoomPart, RoomRefusal, RoomVisit } from '../../core/room/met.ts';
import type { UrlRequest } from '../visit/request.ts';
import { isSecret } from '../visit/session.ts';

/** A link of ours has 68 characters behind the question mark; mailers add some of theirs. */
const queryLengthMax = 1_000;

export function readRoomVisit(event: UrlRequest): RoomVisit | { readonly refusal: RoomRefusal } {
  const place = placeOf(event.rawPath);
  if (place === undefined) return { refusal: 'nowhere' };
  if (!['GET', 'HEAD'].includes(event.requestContext.http.method)) return { refusal: 'method' };
  const { rawQueryString = '', cookies = [], headers = {} } = event;
  if (rawQueryString.length > queryLengthMax) return { refusal: 'malformed' };
  const keys = new URLSearchParams(rawQueryString).getAll('key');
  const start = `${cookieName(place.cutoverId)}=`;
  const sessions = cookies.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
  // Two of either are somebody's trick: a link and a browser have one.
  if (keys.length > 1 || sessions.length > 1) return { refusal: 'malformed' };
  const [[secret], [session]] = [keys, sessions];
  const known = headers['if-none-match'];
  return {
    ...place,
    ...(secret !== undefined && { secret }),
    ...(isSecret(session) && { session }),
    ...(known !== undefined && { known }),
  };
}

/** `/room/claude-proxy-2.4.0/live`. An execution's name has 80 characters at most, each percent-encoded at worst. */
function placeOf(path: string): { readonly cutoverId: string; readonly part: RoomPart } | undefined {
  const [, encoded, part = ''] = /^\/room\/([^/]{1,400})(?:\/(live|report))?$/.exec(path) ?? [];
  if (encoded === undefined) return undefined;
  try {
    const cutoverId = decodeURIComponent(encoded);
    const isId = /^[^\s\p{Cc}/#?]{1,80}$/u.test(cutoverId);
    return isId ? { cutoverId, part: part as RoomPart } : undefined;
  } catch {
    return undefined;
  }
}

function cookieName(cutoverId: string): string {
  return `__Host-room-${createHash('sha256').update(cutoverId).digest('hex').slice(0, 16)}`;
}

/** Lax and not strict: it opens a page that only looks, and links to it are followed from chats. */
export function roomCookie(cutoverId: string, secret: string, seconds: number): string {
  return `${cookieName(cutoverId)}=${secret}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
}
