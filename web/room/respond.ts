/** What a visit to a deployed control room came to, as an answer over HTTP. */
import { createHash } from 'node:crypto';
import { timeText } from '../../core/evidence/minutes.ts';
import type { RoomMet, RoomRefusal, RoomShown } from '../../core/room/met.ts';
import { clockText } from '../../core/report/words.ts';
import { noticePage } from '../approval/page.ts';
import { pageHeaders } from '../headers.ts';
import { reportPage } from '../report/page.ts';
import { live } from './live.ts';
import { roomHeaders, roomPage } from './page.ts';

export interface RoomAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
}

/** The guard looks every half minute: more often than this there is nothing new. */
const everyMilliseconds = 5_000;

export function respondRoom(met: RoomMet): RoomAnswer {
  switch (met.kind) {
    case 'page':
    case 'live':
      return shown(met);
    case 'report':
      return page(200, reportPage(met.report), { 'content-security-policy': reportPolicy });
    case 'enter':
      return { ...page(303, '', { location: pathOf(met.cutoverId) }), cookies: [met.cookie] };
    case 'refused':
      return refused(met.refusal);
    case 'stranger':
      return page(404, stranger);
    case 'fault':
    default:
      return page(503, fault);
  }
}

const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

function shown({ kind, room, until, hasReport, known }: RoomShown): RoomAnswer {
  const path = pathOf(room.cutoverId);
  const report = hasReport ? `${encodeURIComponent(room.cutoverId)}/report` : undefined;
  // What is the same but for the time is not sent again.
  const digest = createHash('sha256').update(JSON.stringify({ ...room, now: '', report }));
  const headers = { etag: `W/"${digest.digest('hex').slice(0, 32)}"`, 'x-as-of': clockText(room.now) };
  if (kind === 'live')
    return known === headers.etag
      ? page(304, '', { ...roomHeaders, ...ours, ...headers })
      : page(200, live(room, report).toString(), { ...roomHeaders, ...ours, ...headers });
  const at = {
    live: `${path}/live`,
    everyMilliseconds,
    ...(report !== undefined && { report }),
    note: `this link opens it until ${timeText(until)}`,
  };
  return page(200, roomPage(room, at), { ...roomHeaders, ...ours });
}

/** A room's address says which cutover it is, which is nobody else's business. */
const ours = { 'referrer-policy': 'no-referrer' };

function page(statusCode: number, body: string, headers: Readonly<Record<string, string>> = {}): RoomAnswer {
  return { statusCode, headers: { ...pageHeaders, ...headers }, body };
}

function pathOf(cutoverId: string): string {
  return `/room/${encodeURIComponent(cutoverId)}`;
}

const refusals: Readonly<Record<RoomRefusal, readonly [number, string]>> = {
  nowhere: [404, 'There is nothing at this address.'],
  method: [405, 'This address takes GET and HEAD: it only shows.'],
  malformed: [400, 'This request is none that a link of ours makes.'],
};

function refused(refusal: RoomRefusal): RoomAnswer {
  const [status, sentence] = refusals[refusal];
  const body = noticePage({ title: 'Nothing to see', sentences: [sentence] });
  return page(status, body, refusal === 'method' ? { allow: 'GET, HEAD' } : {});
}

const stranger = noticePage({
  title: 'This page opens by a link',
  sentences: [
    'A link opens one cutover for twelve hours. This one has ended, or never was.',
    'With AWS credentials, npx cutover watch ID --link makes another; npx cutover watch ID tells the same in a terminal.',
  ],
});
const fault = noticePage({
  title: 'This did not work',
  sentences: ['Something failed on our side while looking. The cutover goes on without this page.'],
});
