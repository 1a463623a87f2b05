import * as z from 'zod';
import { count, list, quantity, section, text } from './fields.ts';
import { duration, latency } from './units.ts';

export const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export const tlsVersions = ['TLSv1.2', 'TLSv1.3'] as const;

/** The plan is kept on the ledger and read by many: what lets somebody in does not belong there. */
const secretHeaders = /^(authorization|proxy-authorization|cookie|x-api-key)$/i;

const headersMax = 20;

/** Naming one would break the request. */
const writtenByHttp = /^(connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect)$/i;

const headers = z
  .record(
    z.string(),
    // What HTTP allows in a value, without line breaks: they would begin another header.
    text('Its value.', /^[\t\x20-\x7E]{0,1000}$/, 'up to 1,000 printable ASCII characters'),
    { error: 'must be a mapping from a header to its value' },
  )
  .superRefine((all, context) => {
    const names = Object.keys(all);
    const wrong = names.map(wrongName).filter((words) => words !== undefined);
    const tooMany = names.length > headersMax ? [`must be at most ${headersMax} headers`] : [];
    for (const message of [...wrong, ...tooMany]) context.addIssue({ code: 'custom', message });
  })
  .meta({ description: 'Headers of the request. The canary’s door adds its own.' });

/** The name and not the value: whoever wrote a secret by mistake does not want to read it in a log. */
function wrongName(name: string): string | undefined {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) return `${JSON.stringify(name)} is no header's name`;
  if (secretHeaders.test(name))
    return `${name} would keep a secret in the plan, which many read: ask something that needs none`;
  return writtenByHttp.test(name) ? `${name} is set by the connection itself` : undefined;
}

const tls = section('What the connection must be. Certificates are always verified.', {
  atLeast: z
    .enum(tlsVersions, { error: `must be ${tlsVersions.join(' or ')}` })
    .prefault('TLSv1.2')
    .meta({ description: 'The oldest protocol that will do.' }),
  validFor: quantity(duration, {
    about: 'For how long from now on the certificate must be valid.',
    min: 0,
    max: 366 * 24 * 3600,
  }).prefault('168h'),
});

// Two slashes, or a backslash, would name another host.
export const pathPattern = /^\/(?![/\\])[^\s\\#]{0,1023}$/;
export const pathAllowed =
  'a path that begins with one / and has no spaces, no # and no backslash, such as /health';

const test = section('One request and what it must bring.', {
  method: z
    .enum(methods, { error: `must be one of ${methods.join(', ')}` })
    .prefault('GET')
    .meta({ description: 'What is asked with. Anything but GET, HEAD and OPTIONS changes production, too.' }),
  path: text('The path (and query) that is asked for.', pathPattern, pathAllowed).prefault('/health'),
  headers: headers.optional(),
  body: text('What is sent.', /^[\s\S]{0,10000}$/, 'a text of up to 10,000 characters').optional(),
  status: count('The status that must come, after the redirects that are followed.', 200, 599).prefault(200),
  within: quantity(latency, {
    about: 'How long the whole answer may take, redirects included.',
    min: 1,
    max: 10_000,
    because: 'one function makes all requests',
  }).prefault('2s'),
  contains: text(
    'What the body must contain, within its first 64 KB.',
    /^[\s\S]{1,2000}$/,
    'a text of up to 2,000 characters',
  ).optional(),
  condition: text(
    'JSONata over { status, headers, body, tookMilliseconds }, with body parsed where it is JSON; must be true.',
    /^[\s\S]{1,2000}$/,
    'a JSONata expression of up to 2,000 characters',
  ).optional(),
  retries: count('How often it is asked again, a second later, before it counts as failed.', 0, 5).prefault(
    0,
  ),
  redirects: count('How many redirects are followed. Another host does not get the headers.', 0, 5).prefault(
    0,
  ),
  tls: tls.optional(),
}).superRefine(({ method, body }, context) => {
  if (body !== undefined && (method === 'GET' || method === 'HEAD'))
    context.addIssue({
      code: 'custom',
      path: ['body'],
      message: `is not sent with ${method}: name a method`,
    });
});

/** The smoke test: every request must be answered as it says, by staging, the canary through its door and production. */
export const smoke = list(
  'Requests that must be answered as they say: by staging, by the canary through its door, and on productionUrl.',
  test,
  1,
  20,
  'a list of 1 to 20 requests, each with path, status and within',
).prefault([{ path: '/health', status: 200, within: '2s' }]);
