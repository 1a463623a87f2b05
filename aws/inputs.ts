/** What the state machine passes to functions, checked at the door. */
import * as z from 'zod';
import type { Snapshot } from '../core/record.ts';

const cutover = z.object({ id: z.string().min(1), live: z.boolean() });

export const onlyCutover = z.object({ cutover });

export const withEpoch = onlyCutover.extend({ epoch: z.int() });

export const withRung = withEpoch.extend({ rung: z.int().min(0) });

export const withExecution = onlyCutover.extend({ executionArn: z.string().min(1) });

export const caught = z.object({ Error: z.string().optional(), Cause: z.string().optional() });

export const withError = onlyCutover.extend({ error: caught });

/** The snapshot travels beside the ledger, so that a rollback needs no ledger. */
export const withSnapshot = onlyCutover.extend({
  snapshot: z.custom<Snapshot>((value) => typeof value === 'object' && value !== null),
});

export type OnlyCutover = z.infer<typeof onlyCutover>;
export type WithEpoch = z.infer<typeof withEpoch>;
export type WithRung = z.infer<typeof withRung>;
export type WithExecution = z.infer<typeof withExecution>;
export type WithError = z.infer<typeof withError>;
export type WithSnapshot = z.infer<typeof withSnapshot>;
