/** How most states end: the result goes through the state's data flow to the next state. */

import type { Definition } from '../compile.ts';
import type { Flow } from '../dialect.ts';
import { documentOf } from '../document.ts';
import type { Leaving } from '../graph.ts';
import type { Visit } from '../visit.ts';

export async function leave(
  visit: Visit,
  flow: Pick<Flow, 'leave'>,
  result: unknown,
  next: string | undefined,
): Promise<Leaving> {
  const flowing = flow.leave(visit, result);
  const { output, assigned } = flowing instanceof Promise ? await flowing : flowing;
  return { output: documentOf(output, visit.document), assigned, next };
}

/** The Next of a definition; undefined where the state is an end. */
export function transition(definition: Definition): string | undefined {
  return typeof definition['Next'] === 'string' ? definition['Next'] : undefined;
}
