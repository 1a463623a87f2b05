import { createHash } from 'node:crypto';
import type { Subject } from '../../core/gate/gate.ts';
import { canonicalJson } from '../../core/plan/canonical-json.ts';

/** What stands for a subject: two subjects with one digest are one subject. */
export function digestOf(subject: Subject): string {
  return createHash('sha256').update(canonicalJson(subject)).digest('hex');
}
