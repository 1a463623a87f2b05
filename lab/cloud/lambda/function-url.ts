/**
 * A function URL: what Lambda makes of an HTTP request, and of what the function returns.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 * Not modelled: CORS, response streaming, throttling, and the limit of 6 MB.
 */

export interface UrlCall {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly address: string;
}

export interface UrlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
}

const text = /^(text\/|application\/(json|javascript|xml)|[^;]*\+(json|xml))/i;

export function urlEvent(call: UrlCall, at: number): object {
  const [rawPath, rawQueryString] = split(call.target, '?');
  const headers = new Map<string, string>();
  for (let index = 0; index < call.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = call.rawHeaders.slice(index, index + 2);
    const before = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), before === undefined ? value : `${before},${value}`);
  }
  const cookies = headers.get('cookie')?.split(/; ?/);
  headers.delete('cookie');
  const isText = text.test(headers.get('content-type') ?? '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookies && { cookies }),
    headers: Object.fromEntries(headers),
    requestContext: {
      accountId: 'anonymous',
      http: {
        method: call.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: call.address,
        userAgent: headers.get('user-agent') ?? '',
      },
      routeKey: '$default',
      stage: '$default',
      timeEpoch: at,
    },
    ...(call.body.length > 0 && { body: call.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: call.body.length > 0 && !isText,
  };
}

/** Where a function fails, or answers otherwise, Lambda says this and no more. */
const failed: UrlAnswer = { status: 502, headers: {}, cookies: [], body: 'Internal Server Error' };

export function urlAnswer(returned: unknown): UrlAnswer {
  if (typeof returned !== 'object' || returned === null || !('statusCode' in returned)) return failed;
  const {
    statusCode,
    headers,
    cookies,
    body = '',
    isBase64Encoded,
  } = returned as {
    readonly statusCode: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly cookies?: readonly string[];
    readonly body?: string;
    readonly isBase64Encoded?: boolean;
  };
  const sent = isBase64Encoded === true ? Buffer.from(body, 'base64') : body;
  return { status: statusCode, headers: headers ?? {}, cookies: cookies ?? [], body: sent };
}

function split(whole: string, at: string): [string, string] {
  const index = whole.indexOf(at);
  return index === -1 ? [whole, ''] : [whole.slice(0, index), whole.slice(index + 1)];
}
