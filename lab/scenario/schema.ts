/** The scenario file as the contract has it. Parts that are not built yet are refused by name. */
import * as z from 'zod';
import { notBuiltYet, quantity, section } from '../../core/plan/fields.ts';
import { duration, latency, share } from '../../core/plan/units.ts';
import { parseMoment } from './moment.ts';
import { production } from './production.ts';

const rate = (about: string, max: number) => {
  const error = `must be a number from 0 to ${max}, without a unit`;
  return z.number({ error }).min(0, { error }).max(max, { error }).meta({ description: about });
};

/** Every value that a scenario can set, by the name that `set` uses. */
export const values = {
  errorRate: quantity(share, { about: 'Share of requests that fail.', min: 0, max: 100 }),
  p50: quantity(latency, { about: 'Half of the requests are quicker.', min: 1, max: 120_000 }),
  p95: quantity(latency, { about: '95 % of the requests are quicker.', min: 1, max: 120_000 }),
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

const version = section('How one version behaves.', {
  errorRate: values.errorRate.prefault('0.1%'),
  p50: values.p50.prefault('80ms'),
  p95: values.p95.prefault('240ms'),
  healthy: values.healthy.prefault('100%'),
  startsIn: values.startsIn.prefault('60s'),
  starts: values.starts.prefault(true),
});

const calm = <const T extends readonly [string, ...string[]]>(
  about: string,
  built: T,
  later: readonly string[] = [],
) =>
  z
    .string({ error: `must be one of ${[...built, ...later].join(', ')}` })
    .transform((value, context): T[number] => {
      if (built.includes(value)) return value;
      const message = later.includes(value)
        ? `is not built yet in this version; today it can be ${built.join(', ')}`
        : `must be one of ${[...built, ...later].join(', ')}`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .prefault(built[0])
    .meta({ description: about });

const account = section('What the world outside looks like.', {
  ecs: calm('The pair’s services.', ['healthy', 'short', 'inFlight', 'owned']),
  targets: calm('Stable’s targets.', ['healthy', 'unhealthy']),
  image: calm('The released image.', ['present', 'missing'], ['mutableTag', 'vulnerable']),
  production: calm('What smoke tests of the canary meet.', ['healthy', 'failing']),
  terraform: calm('', ['clean'], ['changes', 'stale', 'missing']),
  cloudfront: calm('', ['none'], ['deployed', 'inProgress']),
  waf: calm('', ['count'], ['block', 'falsePositives', 'none']),
  secrets: calm('', ['present'], ['missing', 'deleted']),
  environment: calm('', ['valid'], ['missingKey']),
  staging: calm('', ['healthy'], ['failing', 'slow']),
  alarms: calm('', ['configured'], ['missing', 'ringing', 'insufficientData']),
  dashboards: calm('', ['present'], ['missing']),
  logs: calm('', ['flowing'], ['silent']),
  onCall: calm('', ['confirmed'], ['nobody']),
  calendar: calm('', ['open'], ['closed', 'closesSoon']),
  complaints: calm('', ['none'], ['some']),
});

const momentError = 'must be a moment such as +12m, weight>=26 or "weight>=26 +90s"';
const moment = z.string({ error: momentError }).transform((written, context) => {
  const read = parseMoment(written);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: momentError });
  return z.NEVER;
});

const setError = 'must be a mapping such as { canary.errorRate: 30% }';
const happening = section('Something that happens.', {
  at: moment,
  set: z.record(z.string(), z.unknown(), { error: setError }).optional(),
  fail: notBuiltYet('an AWS call that fails.'),
  slow: notBuiltYet('an AWS call that takes long.'),
  crash: notBuiltYet('a function that dies between two lines.'),
  lose: notBuiltYet('events that are lost.'),
  delay: notBuiltYet('metrics that come late.'),
  drift: notBuiltYet('somebody else’s weights.'),
  stop: notBuiltYet('the console’s Stop button.'),
  command: notBuiltYet('a person’s word to the running cutover.'),
});

/** Gates are not built yet, and a gate that the plan does not ask for never opens: these people wait in vain. */
const person = section('Who answers at a gate.', {
  gate: z.enum(['waive', 'go-live', 'ramp', 'sign-off'], {
    error: 'must be waive, go-live, ramp or sign-off',
  }),
  answer: z.enum(['approve', 'reject', 'nothing'], { error: 'must be approve, reject or nothing' }),
  after: quantity(duration, { about: 'How long they take.', min: 0, max: 86_400 }).optional(),
  by: z.string({ error: 'must be a name' }).optional(),
});

export const scenarioSchema = section('A rehearsal’s weather.', {
  title: z
    .string({ error: 'must be a sentence' })
    .max(200, { error: 'must be at most 200 characters' })
    .prefault('a calm afternoon'),
  users: section('Everybody.', { requestsPerSecond: values.requestsPerSecond.prefault(50) }).prefault({}),
  versions: section('How the versions behave.', {
    stable: version.prefault({}),
    canary: version.prefault({}),
  }).prefault({}),
  queue: section('A work queue.', {
    depth: values.depth.prefault(0),
    growsPerMinute: values.growsPerMinute.prefault(0),
  }).prefault({}),
  account: account.prefault({}),
  production: production.prefault({}),
  when: z
    .array(happening, { error: 'must be a list' })
    .max(200, { error: 'must be at most 200 entries' })
    .prefault([]),
  people: z.array(person, { error: 'must be a list' }).prefault([]),
});

export type ScenarioFile = z.output<typeof scenarioSchema>;
