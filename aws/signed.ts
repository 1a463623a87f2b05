/**
 * A request that AWS can tell the sender of: signed with Signature 4 for a function URL with AWS_IAM. It is how people's
 * words reach a deployed cutover from a terminal. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { http } from './http.ts';
import type { HttpResponse } from './world.ts';

const timeoutMilliseconds = 20_000;
/** As much as a function may answer: a long story, or a whole report. */
const answerBytesMax = 6 * 1024 * 1024;

/** Where the deployed cutover listens to people: an output of its stack. */
export function commandUrl(given: string | undefined): string | undefined {
  return given ?? process.env['CUTOVER_URL'];
}

/** Where it takes plans: another output, for starting is another right than speaking. */
export function startUrl(given: string | undefined): string | undefined {
  return given ?? process.env['CUTOVER_START_URL'];
}

/** Where it shows cutovers to those who only look on. */
export function showUrl(given: string | undefined): string | undefined {
  return given ?? process.env['CUTOVER_SHOW_URL'];
}

/** POSTs a document under the credentials of the environment (profile, SSO, role, …), as every AWS tool does. */
export async function postSigned(url: URL, document: object): Promise<HttpResponse> {
  const signer = new SignatureV4({
    service: 'lambda',
    region: regionOf(url),
    credentials: await credentials(),
    sha256: Sha256,
  });
  const body = JSON.stringify(document);
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  return http({
    url: url.href,
    method: 'POST',
    headers: signed.headers,
    body,
    timeoutMilliseconds,
    bodyBytesMax: answerBytesMax,
  });
}

/** Nobody can sign: nothing was sent. */
export class NoCredentials extends Error {}

async function credentials() {
  try {
    return await defaultProvider()();
  } catch (error) {
    throw new NoCredentials(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** `id.lambda-url.eu-west-1.on.aws` says where it is; another name (a proxy's) is taken to be where the tools are. */
function regionOf(url: URL): string {
  const named = /\.lambda-url\.([a-z0-9-]+)\.on\.aws$/.exec(url.hostname)?.[1];
  return named ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
}

/** Node's own, in the shape that the signer asks for. */
class Sha256 {
  readonly #secret: string | Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined || typeof secret === 'string' ? secret : bytes(secret);
    this.#hash = this.#start();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytes(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
