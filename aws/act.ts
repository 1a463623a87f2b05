import type { CutoverRef } from './ledger/story.ts';

/**
 * Does a write, or in a dry run does nothing. The sentence for the story is `would` in a dry run and what `did`
 * makes of the result otherwise.
 */
export async function act<T>(
  cutover: CutoverRef,
  would: string,
  write: () => Promise<T>,
  did: (result: T) => string,
): Promise<{ readonly result: T | undefined; readonly text: string }> {
  if (!cutover.live) return { result: undefined, text: `Would ${would}` };
  const result = await write();
  return { result, text: did(result) };
}
