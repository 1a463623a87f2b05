import type { FailureName } from '../failures.ts';
import type { Mark } from '../record.ts';

/** How a mark fails the release. */
export function failureOf({ kind, reason }: Mark): { readonly name: FailureName; readonly reason: string } {
  return { name: kind === 'abort' ? 'Aborted' : 'TriggerRang', reason };
}
