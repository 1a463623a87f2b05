import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Http, HttpResponse } from './world.ts';

/** The name of an error that says: a connection stood, and no whole answer came in time. */
export const unanswered = 'Unanswered';

/** More of a body is not kept: nothing that we ask for is larger. Where more came, the answer says so. */
export const bodyBytesMax = 64 * 1024;

/**
 * One request with Node's own client, redirects not followed: a smoke test wants to know that it was redirected.
 * `node:http` and not `fetch`, since a team's test rule may want a `Host` header of its own, which `fetch` forbids.
 */
export const http: Http = async (request) => {
  const { request: open } = request.url.startsWith('https:')
    ? await import('node:https')
    : await import('node:http');
  const startedAt = performance.now();
  const atMost = request.bodyBytesMax ?? bodyBytesMax;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(request.timeoutMilliseconds);
    const connection = { stands: false };
    const fail = (error: Error) => {
      if (!signal.aborted) return reject(explained(error));
      const late = new Error(`no answer within ${request.timeoutMilliseconds} ms`);
      if (connection.stands) late.name = unanswered;
      reject(late);
    };
    const outgoing = open(
      request.url,
      { method: request.method, headers: request.headers, signal },
      (incoming) => {
        const parts: Buffer[] = [];
        // Now: once the answer is in, the socket may be somebody else's.
        const tls = tlsOf(incoming.socket);
        let size = 0;
        incoming.on('data', (part: Buffer) => {
          if (size < atMost) parts.push(part);
          size += part.length;
        });
        incoming.on('error', fail);
        incoming.on('end', () => {
          const body = Buffer.concat(parts).subarray(0, atMost).toString('utf8');
          resolve({
            status: incoming.statusCode ?? 0,
            body,
            ...(size > atMost && { wholeBodyBytes: size }),
            headers: headersOf(incoming.headers),
            ...tls,
            tookMilliseconds: performance.now() - startedAt,
          });
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.on('socket', (socket) => {
      connection.stands = outgoing.reusedSocket;
      if (outgoing.reusedSocket) return;
      socket.once('getPeerCertificate' in socket ? 'secureConnect' : 'connect', () => {
        connection.stands = true;
      });
    });
    outgoing.end(request.body);
  });
};

function tlsOf(socket: Socket): Pick<HttpResponse, 'tls'> {
  if (!('getPeerCertificate' in socket)) return {};
  const secure = socket as TLSSocket;
  const validTo = Date.parse(secure.getPeerCertificate().valid_to);
  return { tls: { protocol: secure.getProtocol() ?? 'unknown', validTo } };
}

function headersOf(incoming: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming).map(([name, value = '']) => [
      name,
      typeof value === 'string' ? value : (value.at(-1) ?? ''),
    ]),
  );
}

/** Where every address of a host refuses, Node's error says nothing itself: its parts do. */
function explained(error: Error): Error {
  if (!(error instanceof AggregateError)) return error;
  const parts = error.errors.map((part: unknown) => (part instanceof Error ? part.message : String(part)));
  return new Error(parts.join('; '), { cause: error });
}
