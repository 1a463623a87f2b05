/** Where the new version is tried before production. */
import * as z from 'zod';
import { count, quantity, section, text } from './fields.ts';
import { origin } from './target.ts';
import { duration, latency, share } from './units.ts';

/** A function lives for 15 minutes, and has to wait for the last answers. */
const builtinSecondsMax = 600;

export const load = section(
  'A load test by cutover itself, for small loads: so many requests a second, come what may.',
  {
    engine: z.literal('builtin', { error: 'must be builtin' }).meta({ description: 'Who sends the load.' }),
    duration: quantity(duration, {
      about: 'How long requests are sent.',
      min: 10,
      max: builtinSecondsMax,
      because: 'a function lives for 15 minutes',
    }).prefault('5m'),
    requestsPerSecond: count(
      'How many requests begin in each second, whether or not others are answered.',
      1,
      500,
    ).prefault(20),
    path: text(
      'The path (and query) that is asked for, with GET.',
      /^\/(?![/\\])[^\s\\#]{0,1023}$/,
      'a path that begins with one / and has no spaces, no # and no backslash, such as /health',
    ).prefault('/health'),
    errorRate: quantity(share, {
      about: 'The share of requests without a good answer (below 400) must stay below this.',
      min: 0.01,
      max: 50,
    }).prefault('1%'),
    p95: quantity(latency, {
      about: 'The 95th percentile of latency must stay below this.',
      min: 1,
      max: 60_000,
    }).prefault('500ms'),
  },
);

export const staging = section(
  'Validation on staging: smoke tests and, where it is asked for, a load test beside them.',
  {
    url: origin('Where the new version runs on staging'),
    load: load.optional(),
  },
).optional();
