import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/plan/canonical-json.ts';
import type { Plan } from '../core/plan/plan.ts';

/** Stands for the plan, however its file was written. */
export function planDigestOf(plan: Plan): string {
  return createHash('sha256').update(canonicalJson(plan)).digest('hex');
}
