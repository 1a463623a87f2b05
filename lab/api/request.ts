/** Reads one request of AWS JSON 1.0: whose operation it asks for, and its members. */
import type { IncomingMessage } from 'node:http';
import { ProtocolFault, serializationException, tooLarge, unknownOperation } from './faults.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

/** AWS takes at most 1 MB, headers included. */
export const requestBytesMax = 1_048_576;

const service = 'AWSStepFunctions.';
const contentTypes = new Set([
  'application/x-amz-json-1.0',
  'application/x-amz-json-1.1',
  'application/json',
]);
/** `sync-` is what SDKs put before the host of StartSyncExecution and TestState. */
const loopbackHost = /^(?:sync-)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

export interface ReadRequest {
  readonly name: string;
  readonly operation: Operation;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Undefined where the request is none of AWS JSON at all. */
export async function readRequest(message: IncomingMessage): Promise<ReadRequest | undefined> {
  checkHost(message);
  const [contentType = ''] = (message.headers['content-type'] ?? '').split(';');
  if (message.method !== 'POST' || !contentTypes.has(contentType.trim().toLowerCase())) return undefined;
  const name = operationName(message);
  const operation = operations.get(name);
  if (operation === undefined) throw unknownOperation();
  return { name, operation, body: parsed(await readBody(message)) };
}

/** A web page can make a browser call a name of its own that leads here; it cannot change the Host header. */
function checkHost({ headers }: IncomingMessage): void {
  if (loopbackHost.test(headers.host ?? '')) return;
  const message = `This server is for this machine alone; ask it as 127.0.0.1 or localhost, not as ${headers.host ?? 'nobody'}`;
  throw new ProtocolFault('com.amazon.coral.service#AccessDeniedException', message, 403);
}

function operationName({ headers }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(service)) throw unknownOperation();
  return target.slice(service.length);
}

async function readBody(message: IncomingMessage): Promise<string> {
  if (Number(message.headers['content-length'] ?? 0) > requestBytesMax) throw tooLarge(requestBytesMax);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += (chunk as Buffer).length;
    if (bytes > requestBytesMax) throw tooLarge(requestBytesMax);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw serializationException('The request is no JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw serializationException('Start of structure or map expected');
  return body as Record<string, unknown>;
}
