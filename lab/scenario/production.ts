/** What kind of production a rehearsal meets: `production` in a scenario file. The lab's own is the calm one. */
import * as z from 'zod';
import { count, quantity, section } from '../../core/plan/fields.ts';
import { duration } from '../../core/plan/units.ts';
import type { ProductionOptions } from '../production.ts';

const time = (about: string, min: number, max: number) => quantity(duration, { about, min, max });
const yesOrNo = (about: string) =>
  z.boolean({ error: 'must be true or false' }).prefault(false).meta({ description: about });
const oneOf = <const T extends readonly [string, ...string[]]>(about: string, words: T) =>
  z
    .enum(words, { error: `must be one of ${words.join(', ')}` })
    .prefault(words[0] as z.input<z.ZodEnum<{ [K in T[number]]: K }>>)
    .meta({ description: about });

const scaling = section('Application Auto Scaling manages both services, between these task counts.', {
  minimum: count('The fewest tasks.', 0, 100),
  maximum: count('The most tasks.', 1, 100),
});

const weightsTake = section('From a write to a rule until users are served by it, drawn between the two.', {
  from: time('The shortest.', 0, 60).prefault('5s'),
  to: time('The longest.', 0, 60).prefault('30s'),
});

export const production = section('What kind of production it is.', {
  carries: oneOf('Which service carries the traffic at the start.', ['a', 'b']),
  tasks: count('Tasks of the service that carries the traffic.', 1, 50).prefault(4),
  standby: count('Tasks of the other one.', 0, 50).prefault(0),
  circuitBreaker: yesOrNo('Whether ECS takes back a deployment that fails.').prefault(true),
  rule: oneOf('One forward with weights, or a plain forward to one group.', ['weighted', 'single']),
  at: oneOf('A listener rule, or the listener’s default action.', ['rule', 'listener']),
  sticky: time('The rule keeps a user at a group for so long.', 1, 604_800).optional(),
  secondRule: yesOrNo('A second rule forwards to the pair, for /v1/batches*.'),
  login: yesOrNo('Users log in at the balancer, and the team has a test rule.'),
  scaling: scaling.optional(),
  weightsTake: weightsTake.prefault({}),
  metricsTake: time('From a minute’s end until its metric points can be read.', 0, 600).prefault('60s'),
  drains: time('The target groups’ deregistration delay.', 0, 3600).prefault('60s'),
  sessions: time('How long a client stays, on average.', 60, 86_400).prefault('15m'),
  clocksDiffer: time(
    'How far a function’s clock is from AWS’s own, at most, before or behind.',
    0,
    60,
  ).prefault('0s'),
}).superRefine((file, context) => {
  if (file.sticky !== undefined && file.rule === 'single')
    context.addIssue({ code: 'custom', path: ['sticky'], message: 'needs rule: weighted' });
  if (file.weightsTake.from > file.weightsTake.to)
    context.addIssue({ code: 'custom', path: ['weightsTake', 'to'], message: 'is below from' });
  if (file.scaling !== undefined && file.scaling.minimum > file.scaling.maximum)
    context.addIssue({ code: 'custom', path: ['scaling', 'maximum'], message: 'is below minimum' });
});

/** Undefined members are left out, so that nothing overrides a calm afternoon by being absent. */
export function productionKind(file: z.output<typeof production>): ProductionOptions {
  return {
    carrying: file.carries,
    stableTasks: file.tasks,
    standbyTasks: file.standby,
    hasCircuitBreaker: file.circuitBreaker,
    rules: {
      form: file.rule,
      at: file.at,
      hasSecondRule: file.secondRule,
      isAuthenticated: file.login,
      hasTestRule: file.login,
      ...(file.sticky !== undefined && { stickySeconds: file.sticky }),
    },
    ...(file.scaling !== undefined && { scaling: { a: file.scaling, b: file.scaling } }),
    propagationSeconds: { minimum: file.weightsTake.from, maximum: file.weightsTake.to },
    metricLagSeconds: file.metricsTake,
    deregistrationDelaySeconds: file.drains,
    sessionMinutes: file.sessions / 60,
    clocksDifferSeconds: file.clocksDiffer,
  };
}
