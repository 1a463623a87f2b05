/** The approvers' page of a lab, over HTTP on loopback alone: the deployed function behind it, in virtual time. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type UrlAnswer, urlAnswer, urlEvent } from '../cloud/lambda/function-url.ts';
import type { Lab } from '../lab.ts';
import { oneAtATime, type Step } from '../turns.ts';

export interface ServedPage {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
/** As much as a function URL takes. */
const bodyBytesMax = 6 * 1024 * 1024;

export interface PageOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Waited for before a request that has arrived is passed on: for whoever wants several at one instant. */
  readonly before?: () => Promise<void>;
  /** How the lab's next instant happens, where somebody else lets them happen, too. */
  readonly step?: Step;
  /** Told of each answer that has left. */
  readonly onAnswer?: (status: number) => void;
  /** Another function with a URL. */
  readonly functionKey?: string;
}

/** Rejects where the port cannot be had. The address may be needed before there is a lab: requests wait for it. */
export async function servePage(
  lab: Lab | Promise<Lab>,
  { port, before = () => Promise.resolve(), step, onAnswer, functionKey = 'serveGate' }: PageOptions,
): Promise<ServedPage> {
  const pump = step ?? oneAtATime(async () => (await lab).clock.step());
  const server = createServer((message, response) => {
    response.once('finish', () => onAnswer?.(response.statusCode));
    void pass({ lab, pump, before, functionKey }, message, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host}:${taken}`, close };
}

interface Passing {
  readonly lab: Lab | Promise<Lab>;
  readonly pump: Step;
  readonly before: () => Promise<void>;
  readonly functionKey: string;
}

async function pass(passing: Passing, message: IncomingMessage, response: ServerResponse) {
  const { pump, before, functionKey } = passing;
  const lab = await passing.lab;
  const body = await bodyOf(message);
  await before();
  if (body === undefined) return send(response, { status: 413, headers: {}, cookies: [], body: '' });
  const call = {
    method: message.method ?? 'GET',
    target: message.url ?? '/',
    rawHeaders: message.rawHeaders,
    body,
    address: message.socket.remoteAddress ?? host,
  };
  const come: { answer?: UrlAnswer } = {};
  lab.lambda.invoke(functionKey, urlEvent(call, lab.clock.now()), (result) => {
    come.answer = urlAnswer('error' in result ? undefined : result.output);
  });
  while (come.answer === undefined) await pump();
  send(response, come.answer);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += (chunk as Buffer).length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, cookies, body }: UrlAnswer): void {
  response.writeHead(status, {
    ...headers,
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
