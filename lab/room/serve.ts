/** The control room of a rehearsal, over HTTP on loopback alone. Looking changes nothing; a word is said by the form of this page only. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommandWord } from '../../core/command/command.ts';
import { roomOf } from '../../core/room/room.ts';
import { live } from '../../web/room/live.ts';
import { roomHeaders, roomPage, toldPage } from '../../web/room/page.ts';
import type { Lab } from '../lab.ts';
import { roomFacts } from './facts.ts';
import type { RoomPace } from './pace.ts';
import { problemOf, type Reply, say } from './say.ts';

export interface ServedRoom {
  /** Without a slash at its end. */
  readonly url: string;
  /** Nothing moves any more: the page shows how it ended. */
  finish(report: string): void;
  close(): Promise<void>;
}

export interface RoomOptions {
  readonly lab: Lab;
  readonly cutover: { readonly id: string; readonly live: boolean };
  readonly service: string;
  readonly pace: RoomPace;
  /** 0: any that is free. */
  readonly port: number;
}

const host = '127.0.0.1';
const bodyBytesMax = 10_000;

/** Rejects where the port cannot be had. */
export async function serveRoom(options: RoomOptions): Promise<ServedRoom> {
  const ended: { report?: string } = {};
  const server = createServer((message, response) => {
    void answerOr500(options, ended, message).then(({ status, headers, body }) => {
      response.writeHead(status, { ...roomHeaders, ...headers, 'content-length': Buffer.byteLength(body) });
      return response.end(message.method === 'HEAD' ? undefined : body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    finish: (report) => {
      ended.report = report;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A page that cannot be drawn must not end the rehearsal beside it. */
async function answerOr500(...given: Parameters<typeof answer>): Promise<Answer> {
  try {
    return await answer(...given);
  } catch (error) {
    const { message } = error as Error;
    return plain(500, `This page could not be drawn, which is a defect of cutover: ${message}`);
  }
}

async function answer(
  options: RoomOptions,
  ended: { readonly report?: string },
  message: IncomingMessage,
): Promise<Answer> {
  // Whoever resolves another name to this address is another site.
  if (!isOurs(message.headers.host)) return plain(403, 'This page is for this machine alone.');
  const { pathname } = new URL(message.url ?? '/', `http://${host}`);
  if (message.method === 'POST' && pathname === '/say') return take(options, ended, message);
  if (message.method !== 'GET' && message.method !== 'HEAD') return plain(405, 'This address takes GET.');
  if (pathname === '/room/report' && ended.report !== undefined)
    return { status: 200, headers: { 'content-security-policy': reportPolicy }, body: ended.report };
  if (pathname !== '/' && pathname !== '/room' && pathname !== '/live')
    return plain(404, 'There is nothing at this address.');
  options.pace.begin();
  const room = roomOf(roomFacts(options.lab, options.cutover, options.pace.present()));
  const report = ended.report === undefined ? undefined : 'report';
  const body =
    pathname === '/live'
      ? live(room, report).toString()
      : roomPage(
          room,
          { live: '/live', everyMilliseconds: 1000, ...(report && { report }) },
          { typed: options.service },
        );
  return { status: 200, body };
}

const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

function isOurs(name: string | undefined): boolean {
  return name !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(name);
}

async function take(
  { lab, cutover, service, pace }: RoomOptions,
  ended: { readonly report?: string },
  message: IncomingMessage,
): Promise<Answer> {
  const { origin, accept = '', 'sec-fetch-site': site = 'same-origin' } = message.headers;
  const isFromHere = origin === undefined || isOurs(origin.replace(/^http:\/\//, ''));
  if (site !== 'same-origin' || !isFromHere)
    return plain(403, 'A word is said by the form of this page only.');
  const fields = new URLSearchParams(await textOf(message));
  const form = { word: fields.get('word') ?? '', typed: fields.get('typed') ?? '' };
  const problem =
    ended.report === undefined ? problemOf(form, service) : 'nothing to do: the rehearsal is over';
  const reply = problem === undefined ? await spoken() : { status: 422, told: problem };
  if (!accept.includes('application/json')) return { status: reply.status, body: toldPage(reply.told) };
  const headers = { 'content-type': 'application/json' };
  return { status: reply.status, headers, body: JSON.stringify({ told: reply.told }) };

  function spoken(): Promise<Reply> {
    lab.clock.pass(pace.present());
    const heard = new Promise<Reply>((resolve) => {
      say(lab, cutover.id, form.word as CommandWord, resolve);
    });
    pace.nudge();
    return heard;
  }
}

function plain(status: number, text: string): Answer {
  return { status, body: toldPage(text) };
}

/** No form of ours is longer; what is, is read to its end and forgotten. */
async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) if (text.length < bodyBytesMax) text += String(chunk);
  return text.slice(0, bodyBytesMax);
}
