/** Sends Lambda tasks to a server that speaks Lambda's Invoke API. Calls are not signed. */
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import type { LambdaInvocation, TaskOutcome } from '../states/host.ts';
import { functionFailure } from '../states/tasks/lambda.ts';

export interface LambdaEndpoint {
  invoke(invocation: LambdaInvocation): Promise<TaskOutcome>;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export function lambdaEndpoint(base: URL): LambdaEndpoint {
  const isSecure = base.protocol === 'https:';
  const agent = isSecure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const request = isSecure ? httpsRequest : httpRequest;
  const send = (invocation: LambdaInvocation): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', agent, headers: headersOf(invocation) };
      request(urlOf(base, invocation), options, (response) => {
        collect(response).then(resolve, reject);
      })
        .on('error', reject)
        .end(invocation.payload);
    });
  return {
    invoke: async (invocation) => {
      try {
        return outcomeOf(await send(invocation));
      } catch (error) {
        const cause = `Unable to reach ${base.origin}: ${(error as Error).message}`;
        return { error: 'Lambda.SdkClientException', cause };
      }
    },
    close: () => agent.destroy(),
  };
}

function urlOf(base: URL, { functionName, qualifier }: LambdaInvocation): URL {
  const prefix = base.pathname.replace(/\/$/, '');
  const url = new URL(`${prefix}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, base);
  if (qualifier !== undefined) url.searchParams.set('Qualifier', qualifier);
  return url;
}

function headersOf({ invocationType, logType, clientContext, payload }: LambdaInvocation) {
  return {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(payload),
    'X-Amz-Invocation-Type': invocationType,
    ...(logType !== undefined && { 'X-Amz-Log-Type': logType }),
    ...(clientContext !== undefined && { 'X-Amz-Client-Context': clientContext }),
  };
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

function outcomeOf({ status, headers, body }: Answer): TaskOutcome {
  if (status >= 300) return refusal({ status, headers, body });
  if (headers['x-amz-function-error'] !== undefined) return functionFailure(body);
  const executedVersion = header(headers, 'x-amz-executed-version');
  const logResult = header(headers, 'x-amz-log-result');
  return {
    output: body.trim() === '' ? {} : parsed(body),
    answer: {
      statusCode: status,
      ...(executedVersion !== undefined && { executedVersion }),
      ...(logResult !== undefined && { logResult }),
    },
  };
}

/** Lambda's own error, in the words in which Step Functions passes it on. */
function refusal({ status, headers, body }: Answer): TaskOutcome {
  const [type = 'ServiceException'] = (header(headers, 'x-amzn-errortype') ?? 'ServiceException').split(':');
  const { Message, message } = (asObject(parsed(body)) ?? {}) as { Message?: unknown; message?: unknown };
  const text = typeof Message === 'string' ? Message : typeof message === 'string' ? message : body;
  const requestId = header(headers, 'x-amzn-requestid') ?? '';
  const about = `Service: AWSLambda; Status Code: ${status}; Error Code: ${type}; Request ID: ${requestId}; Proxy: null`;
  return { error: `Lambda.${type}`, cause: `${text} (${about})` };
}

function header(headers: IncomingMessage['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function asObject(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
