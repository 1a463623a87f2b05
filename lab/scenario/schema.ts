/** The scenario file as the contract has it. Parts that are not built yet are refused by name. */
import * as z from 'zod';
import { quantity, section } from '../../core/plan/fields.ts';
import { duration } from '../../core/plan/units.ts';
import { happening } from './happening.ts';
import { production } from './production.ts';
import { values } from './values.ts';

const version = section('How one version behaves.', {
  errorRate: values.errorRate.prefault('0.1%'),
  p50: values.p50.prefault('80ms'),
  p95: values.p95.prefault('240ms'),
  errorLines: values.errorLines.prefault(0),
  newErrorLines: values.newErrorLines.prefault(0),
  healthy: values.healthy.prefault('100%'),
  startsIn: values.startsIn.prefault('60s'),
  starts: values.starts.prefault(true),
});

const calm = <const T extends readonly [string, ...string[]]>(about: string, words: T) =>
  z
    .enum(words, { error: `must be one of ${words.join(', ')}` })
    .prefault(words[0] as z.input<z.ZodEnum<{ [K in T[number]]: K }>>)
    .meta({ description: about });

const account = section('What the world outside looks like.', {
  ecs: calm('The pair’s services.', ['healthy', 'short', 'inFlight', 'owned']),
  targets: calm('Stable’s targets.', ['healthy', 'unhealthy']),
  image: calm('The released image.', ['present', 'missing', 'mutableTag', 'vulnerable']),
  production: calm('What smoke tests of the canary meet.', ['healthy', 'failing']),
  terraform: calm('The saved plan.', ['clean', 'changes', 'stale', 'missing']),
  cloudfront: calm('The distribution in front.', ['none', 'deployed', 'inProgress']),
  waf: calm('The balancer’s web ACL.', ['count', 'block', 'falsePositives', 'none']),
  secrets: calm('A secret of the task definition.', ['present', 'missing', 'deleted']),
  environment: calm('Variables, against what runs.', ['valid', 'missingKey']),
  staging: calm('What smoke tests of staging meet.', ['healthy', 'failing', 'slow']),
  alarms: calm('An alarm of the team’s.', ['configured', 'missing', 'ringing', 'insufficientData', 'muted']),
  dashboards: calm('The dashboards.', ['present', 'missing']),
  logs: calm('Whether lines arrive.', ['flowing', 'silent']),
  onCall: calm('PagerDuty’s schedule.', ['confirmed', 'nobody']),
  calendar: calm('The change calendar.', ['open', 'closed', 'closesSoon']),
  complaints: calm('What support hears of the new version.', ['none', 'some']),
});

/** A gate that the plan does not ask for never opens: these people wait in vain. */
const person = section('Who answers at a gate.', {
  gate: z.enum(['waive', 'go-live', 'ramp', 'sign-off'], {
    error: 'must be waive, go-live, ramp or sign-off',
  }),
  answer: z.enum(['approve', 'reject', 'nothing'], { error: 'must be approve, reject or nothing' }),
  after: quantity(duration, { about: 'How long they take.', min: 0, max: 86_400 }).prefault('1m'),
  by: z.string({ error: 'must be a name' }).max(64, { error: 'must be a name' }).optional(),
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
