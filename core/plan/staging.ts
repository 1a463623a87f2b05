/** Where the new version is tried before production. */
import * as z from 'zod';
import { count, list, quantity, section, text } from './fields.ts';
import { ecsName, origin } from './target.ts';
import { duration, latency, share } from './units.ts';

/** A function lives for 15 minutes, and has to wait for the last answers. */
const builtinSecondsMax = 600;

const ids = (about: string, pattern: RegExp, such: string) =>
  list(about, text(about, pattern, such), 1, 16, `a list of 1 to 16, each ${such}`);

/** Who brings their own definition of fast enough: its thresholds stand in the script. */
const k6 = section('A load test by k6, as a task in ECS that the team has defined.', {
  engine: z.literal('k6').meta({ description: 'Who sends the load.' }),
  duration: quantity(duration, {
    about: 'What the script finds as DURATION. The task is given up ten minutes later.',
    min: 10,
    max: 20 * 60,
    because: 'staging begins half an hour before the release',
  }).prefault('5m'),
  cluster: text('Where the task runs.', ecsName, "the ECS cluster's name (not its ARN)"),
  taskDefinition: text(
    'Its task definition.',
    /^[A-Za-z0-9_-]{1,255}(:[0-9]{1,9})?$/,
    'a family, or a family with its revision such as k6:12',
  ),
  container: text(
    'The container that runs k6. Absent: the only essential one.',
    ecsName,
    "a container's name",
  ).optional(),
  subnets: ids(
    'Where the task is attached.',
    /^subnet-[0-9a-f]{8,17}$/,
    'an id such as subnet-0a1b2c3d',
  ).optional(),
  securityGroups: ids('Its security groups.', /^sg-[0-9a-f]{8,17}$/, 'an id such as sg-0a1b2c3d').optional(),
});

export const builtin = section(
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

/** The engine tells which of the two is meant. */
const load = z
  .discriminatedUnion('engine', [builtin, k6], { error: 'must be a mapping with engine: builtin or k6' })
  .meta({ description: 'A load test beside the smoke tests.' });

export const staging = section(
  'Validation on staging: smoke tests and, where it is asked for, a load test beside them.',
  {
    url: origin('Where the new version runs on staging'),
    load: load.optional(),
  },
).optional();
