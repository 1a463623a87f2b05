/** The Step Functions API over HTTP, on loopback alone. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wireError } from './faults.ts';
import type { Region } from './region.ts';
import type { Regions } from './regions.ts';
import { type ReadRequest, readRequest } from './request.ts';
import type { Wall } from './wall.ts';

export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly regions: Regions;
  readonly wall: Wall;
  readonly requestId: () => string;
}

const host = '127.0.0.1';

/** Rejects where the port cannot be had. */
export async function listen(options: ServerOptions): Promise<ApiServer> {
  const server = createServer((message, response) => {
    void answer(message, response, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(message: IncomingMessage, response: ServerResponse, options: ServerOptions) {
  const hungUp = new AbortController();
  response.on('close', () => hungUp.abort());
  try {
    const request = await readRequest(message);
    if (request === undefined) send(response, options, 404, '<UnknownOperationException/>\n');
    else send(response, options, 200, JSON.stringify(await act(request, message, hungUp.signal, options)));
  } catch (error) {
    const { status, body } = wireError(error);
    // What was not read would be taken for the next request.
    if (!message.complete) response.setHeader('Connection', 'close');
    send(response, options, status, JSON.stringify(body));
  }
}

async function act(
  { name, operation, body }: ReadRequest,
  { headers }: IncomingMessage,
  signal: AbortSignal,
  { regions, wall }: ServerOptions,
): Promise<unknown> {
  const ask = async (region: Region): Promise<unknown> => {
    region.driver.catchUp();
    try {
      const output = operation(body, { engine: region.engine, settings: region.settings, wall, signal });
      region.driver.wake();
      return await output;
    } finally {
      region.driver.wake();
    }
  };
  const region = regions.of(headers, body);
  return name.startsWith('SendTask') ? regions.whereTokenIs(region, ask) : ask(region);
}

function send(response: ServerResponse, { requestId }: ServerOptions, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': requestId(),
  });
  response.end(text);
}
