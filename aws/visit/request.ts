/**
 * Reads a request to the page's function URL, which anybody can send: what is not as our own pages and links send it is
 * refused before anything is looked up. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
import * as z from 'zod/mini';
import { readForm } from '../../core/visit/form.ts';
import { bodyBytesMax, type Refused, type RefusalName, type Visit } from '../../core/visit/visit.ts';
import { cookieName, isSecret } from './session.ts';

export const urlRequest = z.looseObject({
  rawPath: z.string(),
  rawQueryString: z.optional(z.string()),
  cookies: z.optional(z.array(z.string())),
  headers: z.optional(z.record(z.string(), z.string())),
  requestContext: z.looseObject({
    http: z.looseObject({
      method: z.string(),
      sourceIp: z.optional(z.string()),
      userAgent: z.optional(z.string()),
    }),
  }),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

export type UrlRequest = z.infer<typeof urlRequest>;

const methods = ['GET', 'HEAD', 'POST'] as const;

export function readVisit(event: UrlRequest): Visit | Refused {
  const gateId = gateIdOf(event.rawPath);
  if (gateId === undefined) return { refusal: 'nowhere' };
  const { http } = event.requestContext;
  const method = methods.find((one) => one === http.method);
  if (method === undefined) return { refusal: 'method', gateId };
  const query = new URLSearchParams(event.rawQueryString ?? '');
  const keys = query.getAll('key');
  // Whatever else a mailer adds to a link is no matter of ours; two keys are, and any beside a form.
  if (keys.length > 1 || (method === 'POST' && query.size > 0)) return { refusal: 'polluted', gateId };
  const form = method === 'POST' ? formOf(event) : undefined;
  if (typeof form === 'string') return { refusal: form, gateId };
  const session = sessionOf(event, gateId);
  if (session === doubled) return { refusal: 'polluted', gateId };
  const [secret] = keys;
  const from = fromOf(event);
  return {
    method,
    gateId,
    ...(secret !== undefined && { secret }),
    ...(session !== undefined && { session }),
    ...(form !== undefined && { form }),
    ...(from !== undefined && { from }),
    ...(http.sourceIp !== undefined && { address: http.sourceIp }),
    ...(http.userAgent !== undefined && { userAgent: http.userAgent }),
  };
}

/** `/gate/rehearsal-1.go-live`. An execution's name has 80 characters at most, each percent-encoded at worst. */
function gateIdOf(path: string): string | undefined {
  const [, encoded] = /^\/gate\/([^/]{1,400})$/.exec(path) ?? [];
  if (encoded === undefined) return undefined;
  try {
    const id = decodeURIComponent(encoded);
    return /^[^\s\p{Cc}/#?]{1,120}$/u.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

function formOf({ headers = {}, body = '', isBase64Encoded = false }: UrlRequest) {
  const type = headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded(; *charset=utf-8)?$/i.test(type)) return 'notAForm' as const;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > bodyBytesMax) return 'tooLarge' as const;
  return readForm(bytes.toString('utf8')) satisfies Visit['form'] | RefusalName;
}

const doubled = Symbol('two sessions');

/** Two cookies of one name are somebody's trick: a browser has one. */
function sessionOf({ cookies = [] }: UrlRequest, gateId: string): string | undefined | typeof doubled {
  const start = `${cookieName(gateId)}=`;
  const own = cookies.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
  if (own.length > 1) return doubled;
  return isSecret(own[0]) ? own[0] : undefined;
}

/**
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site: `none` is the address bar, or a mail
 * program. Under no-referrer browsers send the Origin of our own form as `null`, so only another site's says something.
 */
function fromOf({ headers = {} }: UrlRequest): Visit['from'] {
  const { origin, host } = headers;
  if (origin !== undefined && origin !== 'null' && origin.replace(/^https?:\/\//, '') !== host)
    return 'elsewhere';
  const site = headers['sec-fetch-site'];
  if (site === undefined) return undefined;
  return site === 'same-origin' || site === 'none' ? 'here' : 'elsewhere';
}
