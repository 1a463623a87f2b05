/** What can happen at a moment, one schema for each key of `when`. What names nothing that exists is refused here. */
import * as z from 'zod';
import { commandWords } from '../../core/command/command.ts';
import { count, quantity, section } from '../../core/plan/fields.ts';
import { nearestKey } from '../../core/plan/nearest-key.ts';
import { day } from '../../core/plan/pace.ts';
import { duration } from '../../core/plan/units.ts';
import { mutating } from '../cloud/wire/call.ts';
import { callsByFunction } from '../faults/permissions.ts';
import { isNamedBy, isWholeService } from '../faults/call-name.ts';
import { callProblem, errorProblem, functionNames, isTold } from '../faults/nameable.ts';
import type { Deed } from './scenario.ts';
import { readSettings } from './settings.ts';

type DeedOf<K extends Deed['kind']> = Extract<Deed, { kind: K }>;

const times = count('How many attempts.', 1, 1_000_000).optional();
const lasting = (about: string) => quantity(duration, { about, min: 1, max: day }).optional();
const howLong = lasting('For how long, instead of how often.');

/** Once, unless the deed says how often or for how long. */
function until(written: { readonly times?: number | undefined; readonly for?: number | undefined }) {
  const { times: often = written.for === undefined ? 1 : Infinity, for: seconds } = written;
  return { times: often, ...(seconds !== undefined && { forMilliseconds: seconds * 1000 }) };
}

const setError = 'must be a mapping such as { canary.errorRate: 30% }';
export const set = z.record(z.string(), z.unknown(), { error: setError }).transform((written, context) => {
  const { settings, problems } = readSettings(written);
  for (const { name, message } of problems) context.addIssue({ code: 'custom', path: [name], message });
  return { kind: 'set', settings } satisfies DeedOf<'set'>;
});

const call = z
  .string({ error: 'must be a call such as elbv2:ModifyRule' })
  .superRefine((written, context) => complain(context, callProblem(written)));

const functionKey = z
  .string({ error: 'must be the key of a function such as shiftTraffic' })
  .superRefine((written, context) => {
    if (functionNames().includes(written)) return;
    complain(context, `is no function; the nearest is ${nearestKey(written, functionNames())}`);
  });

/** Absent: whoever calls. */
const onlyOf = functionKey.optional();

function ofFunction(
  context: z.RefinementCtx,
  written: { readonly call: string; readonly function?: string | undefined },
) {
  const { call: name, function: key } = written;
  if (key === undefined) return {};
  const own = callsByFunction().get(key);
  const calls = [...(own ?? [])].map((one) => one.split(':') as [string, string]);
  if (calls.length > 0 && !calls.some((one) => isNamedBy(name, ...one)) && callProblem(name) === undefined)
    context.addIssue({ code: 'custom', path: ['function'], message: `does not call ${name}` });
  return { function: key };
}

export const fail = section('An AWS call that fails.', {
  call,
  function: onlyOf,
  error: z.string({ error: 'must be the name of an error such as ThrottlingException' }),
  times,
  for: howLong,
  effect: z.boolean({ error: 'must be true or false' }).prefault(false),
}).transform((written, context) => {
  const { call: name, error, effect } = written;
  const problem = errorProblem(name, error);
  if (problem !== undefined) context.addIssue({ code: 'custom', path: ['error'], message: problem });
  else if (effect && isTold(name, error)) {
    const message = `${error} says that nothing was done, and AWS does not lie: only TimeoutError and errors of the server (5xx) can hide an effect`;
    context.addIssue({ code: 'custom', path: ['effect'], message });
  }
  const whose = ofFunction(context, written);
  return { kind: 'fail', call: name, ...whose, error, effect, ...until(written) } satisfies DeedOf<'fail'>;
});

export const slow = section('An AWS call that takes long.', {
  call,
  function: onlyOf,
  by: quantity(duration, { about: 'How much longer.', min: 1, max: 3600 }),
  times,
  for: howLong,
}).transform((written, context) => {
  const { call: name, by } = written;
  return {
    kind: 'slow',
    call: name,
    ...ofFunction(context, written),
    byMilliseconds: by * 1000,
    ...until(written),
  } satisfies DeedOf<'slow'>;
});

const crashError = 'must be before-write or after-write';
export const crash = section('A function that dies between two lines.', {
  function: functionKey,
  when: z.enum(['before-write', 'after-write'], { error: crashError }),
  write: count('Around which of its writes, the ledger’s included.', 1, 1000).optional(),
  call: call.optional(),
  times: count('How many invocations die.', 1, 1_000_000).prefault(1),
}).transform((written, context): DeedOf<'crash'> => {
  const { write, call: name, ...rest } = written;
  if (write !== undefined && name !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['write'],
      message: 'cannot be told beside call: say which one',
    });
  if (name !== undefined) {
    ofFunction(context, { call: name, function: rest.function });
    const [service = '', action = ''] = name.split(':');
    if (isWholeService(name))
      context.addIssue({
        code: 'custom',
        path: ['call'],
        message: 'is a whole service: name one of its writes',
      });
    else if (callProblem(name) === undefined && !mutating(service, action))
      context.addIssue({ code: 'custom', path: ['call'], message: 'only reads: name a call that writes' });
  }
  return {
    kind: 'crash',
    ...rest,
    ...(write !== undefined && { write }),
    ...(name !== undefined && { call: name }),
  };
});

export const delay = section('Metrics that come late.', {
  metrics: quantity(duration, { about: 'How much later than usual.', min: 1, max: day }),
  for: lasting('For how long; absent: to the end.'),
}).transform(
  ({ metrics, for: seconds = Infinity }): DeedOf<'delay'> => ({
    kind: 'delay',
    metricsMilliseconds: metrics * 1000,
    forMilliseconds: seconds * 1000,
  }),
);

const eventKinds = ['alarm', 'execution', 'schedule'] as const;
export const lose = section('Events that are lost.', {
  events: z.enum(eventKinds, { error: `must be one of ${eventKinds.join(', ')}` }),
  for: lasting('For how long; absent: to the end.'),
}).transform(
  ({ events, for: seconds = Infinity }): DeedOf<'lose'> => ({
    kind: 'lose',
    events,
    forMilliseconds: seconds * 1000,
  }),
);

export const drift = section('Somebody else’s weights.', {
  canaryPercent: count('The canary’s share that they write.', 0, 100),
}).transform(({ canaryPercent }): DeedOf<'drift'> => ({ kind: 'drift', canaryPercent }));

export const stop = z
  .literal('execution', { error: 'must be execution: nothing else has a Stop button' })
  .transform((): DeedOf<'stop'> => ({ kind: 'stop' }));

export const start = z
  .literal('another', { error: 'must be another: a second cutover of the same plan' })
  .transform((): DeedOf<'start'> => ({ kind: 'start' }));

export const command = z
  .enum(commandWords, { error: `must be one of ${commandWords.join(', ')}` })
  .transform((word): DeedOf<'command'> => ({ kind: 'command', word }));

function complain(context: z.RefinementCtx, message: string | undefined): void {
  if (message !== undefined) context.addIssue({ code: 'custom', message });
}
