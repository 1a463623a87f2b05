/** Everything about a version, the users and the queue that a scenario can say, at the start and with `set`. */
import * as z from 'zod';
import { quantity } from '../../core/plan/fields.ts';
import { duration, latency, share } from '../../core/plan/units.ts';

const rate = (about: string, max: number) => {
  const error = `must be a number from 0 to ${max}, without a unit`;
  return z.number({ error }).min(0, { error }).max(max, { error }).meta({ description: about });
};

/** Every value that a scenario can set, by the name that `set` uses. */
export const values = {
  errorRate: quantity(share, { about: 'Share of requests that fail.', min: 0, max: 100 }),
  p50: quantity(latency, { about: 'Half of the requests are quicker.', min: 1, max: 120_000 }),
  p95: quantity(latency, { about: '95 % of the requests are quicker.', min: 1, max: 120_000 }),
  errorLines: rate(
    'Error-level lines a minute that tell of no failed request, at all of the traffic.',
    10_000,
  ),
  newErrorLines: rate(
    'Lines a minute of an error that nobody has written before, at all of the traffic.',
    10_000,
  ),
  healthy: quantity(share, {
    about: 'Share of the targets that pass their health checks.',
    min: 0,
    max: 100,
  }),
  startsIn: quantity(duration, { about: 'From a task’s start until it runs.', min: 1, max: 3600 }),
  starts: z.boolean({ error: 'must be true or false' }),
  requestsPerSecond: rate('Requests of all users together.', 100_000),
  depth: rate('Messages that wait.', 100_000_000),
  growsPerMinute: z.number({ error: 'must be a number, without a unit' }).min(-1e6).max(1e6),
};
