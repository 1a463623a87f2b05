/** A served lab, and clients that ask it as anybody would: the SDK's, or bare HTTP. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll } from 'vitest';
import { wall } from '../../../cli/wall.ts';
import { serve, type ServeOptions } from '../../../lab/api/serve.ts';

export const role = 'arn:aws:iam::123456789012:role/anything';

/** Faults of the lab fail the test that saw them. */
export async function served(options: Partial<ServeOptions> = {}) {
  const faults: unknown[] = [];
  const lab = await serve({
    port: 0,
    wall,
    speed: 'max',
    seed: 1,
    startsAt: Date.UTC(2026, 0, 5, 9),
    onFault: (error) => faults.push(error),
    ...options,
  });
  const client = clientOf(lab.url);
  afterAll(async () => {
    client.destroy();
    await lab.close();
    if (faults.length > 0) throw faults[0];
  });
  return { ...lab, client };
}

export function clientOf(url: string, region = 'us-east-1'): SFNClient {
  return new SFNClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: 'anybody', secretAccessKey: 'none' },
    // The SDK would ask sync-127.0.0.1 for StartSyncExecution and TestState.
    disableHostPrefix: true,
    maxAttempts: 1,
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request, as it is written here. */
export function ask(
  url: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** AWS JSON 1.0 by hand, for what the SDK would not send. */
export async function askFor(url: string, operation: string, body: unknown) {
  const { status, text } = await ask(url, typeof body === 'string' ? body : JSON.stringify(body), {
    'Content-Type': 'application/x-amz-json-1.0',
    'X-Amz-Target': `AWSStepFunctions.${operation}`,
  });
  return { status, ...(JSON.parse(text) as { __type?: string; message?: string }) };
}

export const pass = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });

export const machine = (states: object, startAt = Object.keys(states)[0]) =>
  JSON.stringify({ StartAt: startAt, States: states });

/** Resolves with what the promise was refused with. */
export async function refusal(promise: Promise<unknown>): Promise<Error & { $fault?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
}

/** Looks again until it is so. */
export async function until<T>(look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await new Promise((resolve) => {
      wall.after(5, () => resolve(undefined));
    });
  }
}
