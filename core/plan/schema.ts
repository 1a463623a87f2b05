/** The plan file as a whole. A section that is not built yet is switched on here, by putting its schema in place. */
import * as z from 'zod';
import { approvals } from './approvals.ts';
import { checks } from './checks.ts';
import { section, text } from './fields.ts';
import { holdAtMost, minRequests, verify, watch } from './judging.ts';
import { canary, ramp } from './pace.ts';
import { release } from './release.ts';
import { rules } from './rules.ts';
import { smoke } from './smoke.ts';
import { startAt } from './start-at.ts';
import { staging } from './staging.ts';
import { target } from './target.ts';
import { ticket } from './ticket.ts';
import { triggers } from './triggers.ts';

const live = z.boolean({ error: 'must be true or false' }).prefault(false).meta({
  description:
    'Whether the cutover may change anything. The command takes --live as well; without both it is a dry run.',
});

const service = text(
  "A label for people. The lock is on the target's rules and services.",
  // It goes into the names of executions, which have at most 80 characters and allow few of them.
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
  'a name of up to 40 letters, digits, dots, - and _ (executions are named after it)',
);

export const planSchema = section("A cutover plan. Defaults are the runbook's own numbers.", {
  service,
  live,
  startAt,
  ticket,
  release: release.prefault({}),
  target,
  staging,
  smoke,
  canary: canary.prefault({}),
  ramp: ramp.prefault({}),
  watch,
  holdAtMost,
  minRequests,
  verify: verify.prefault({}),
  triggers,
  checks,
  approvals,
}).superRefine(rules, { when: () => true });

export type PlanFile = z.output<typeof planSchema>;

/** For editors: what the parser takes, without the rules between fields. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(planSchema, { io: 'input' });
  return { $schema, title: 'cutover plan', ...rest };
}
