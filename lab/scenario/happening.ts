/** An entry of a scenario's `when`: a moment and the deeds that happen then, each under its key. */
import * as z from 'zod';
import { section } from '../../core/plan/fields.ts';
import { command, crash, delay, drift, fail, lose, set, slow, start, stop } from './deeds.ts';
import { parseMoment } from './moment.ts';
import type { Deed, Happening } from './scenario.ts';

const momentError = 'must be a moment such as +12m, weight>=26 or "weight>=26 +90s"';
const moment = z.string({ error: momentError }).transform((written, context) => {
  const read = parseMoment(written);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: momentError });
  return z.NEVER;
});

/** What can happen. The effect of each is in lab/faults/effects.ts. */
const deeds = {
  set: set.optional(),
  fail: fail.optional(),
  slow: slow.optional(),
  crash: crash.optional(),
  lose: lose.optional(),
  delay: delay.optional(),
  drift: drift.optional(),
  stop: stop.optional(),
  start: start.optional(),
  command: command.optional(),
};

const keys = Object.keys(deeds) as (keyof typeof deeds)[];

export const happening = section('Something that happens.', { at: moment, ...deeds }).transform(
  ({ at, ...done }, context): Happening => {
    const written = keys.flatMap((key) => (done[key] === undefined ? [] : [done[key] as Deed]));
    if (written.length === 0)
      context.addIssue({ code: 'custom', message: `says when, and not what: add ${keys.join(', ')}` });
    return { at, deeds: written };
  },
);
