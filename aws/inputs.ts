/** What the state machine passes to functions, checked at the door. `zod/mini`: every function carries it. */
import * as z from 'zod/mini';
import type { Snapshot } from '../core/record.ts';

const cutover = z.object({ id: z.string().check(z.minLength(1)), live: z.boolean() });

export const onlyCutover = z.object({ cutover });

export const withEpoch = z.extend(onlyCutover, { epoch: z.int() });

export const withRung = z.extend(withEpoch, { rung: z.int().check(z.gte(0)) });

export const withExecution = z.extend(onlyCutover, { executionArn: z.string().check(z.minLength(1)) });

/** How often the execution was redriven. */
export const withRedrives = z.object({ redrives: z.int() });

/** For what an old execution must not do again: see `assertFresh`. */
export const freshEpoch = z.extend(withEpoch, withRedrives.shape);

export const freshRung = z.extend(withRung, withRedrives.shape);

export const caught = z.object({ Error: z.optional(z.string()), Cause: z.optional(z.string()) });

export const withError = z.extend(onlyCutover, { error: caught });

export const ending = z.object({
  outcome: z.enum(['promoted', 'rolledBack', 'refused', 'needsPerson']),
  reason: z.string(),
});

/** The snapshot travels beside the ledger, so that a rollback needs no ledger. */
export const withSnapshot = z.extend(onlyCutover, {
  snapshot: z.custom<Snapshot>((value) => typeof value === 'object' && value !== null),
});

/** One line of the checklist. */
export const withCheck = z.extend(onlyCutover, { check: z.string().check(z.minLength(1)) });

/** How k6 came to its end. */
export const withK6End = z.extend(withCheck, {
  container: z.string().check(z.minLength(1)),
  end: z.union([z.object({ task: z.unknown() }), z.object({ error: z.string(), cause: z.string() })]),
});

/** What the checks brought, or what they died of. */
export const withAnswers = z.extend(onlyCutover, {
  answers: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['pass', 'fail', 'inconclusive', 'error']),
      isUntried: z.optional(z.boolean()),
      evidence: z.optional(z.string()),
      died: z.optional(caught),
    }),
  ),
});

export type OnlyCutover = z.infer<typeof onlyCutover>;
export type WithEpoch = z.infer<typeof withEpoch>;
export type WithRung = z.infer<typeof withRung>;
export type FreshEpoch = z.infer<typeof freshEpoch>;
export type FreshRung = z.infer<typeof freshRung>;
export type WithExecution = z.infer<typeof withExecution>;
export type WithError = z.infer<typeof withError>;
export type WithSnapshot = z.infer<typeof withSnapshot>;
export type WithCheck = z.infer<typeof withCheck>;
export type WithK6End = z.infer<typeof withK6End>;
export type WithAnswers = z.infer<typeof withAnswers>;

/** Step Functions' own event; the clock's tick names no execution. */
export const executionEnded = z.looseObject({
  detail: z.optional(z.looseObject({ executionArn: z.optional(z.string()) })),
});

export type ExecutionEnded = z.infer<typeof executionEnded>;
