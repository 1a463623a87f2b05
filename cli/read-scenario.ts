import type { Problem } from '../core/plan/problem.ts';
import { parseScenario } from '../lab/scenario/parse.ts';
import type { Scenario } from '../lab/scenario/scenario.ts';
import { readDocument } from './read-document.ts';

/** Reads a scenario file. Whatever is wrong with it comes back as problems. */
export async function readScenario(
  file: string,
): Promise<{ readonly scenario: Scenario } | { readonly problems: readonly Problem[] }> {
  const read = await readDocument(file, '');
  return 'problems' in read ? read : parseScenario(read.document ?? {});
}
