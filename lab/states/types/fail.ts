/** Fail: ends its machine or branch with an error. It is entered and never exited. */

import type { Compilation, Definition } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { StateFailure } from '../failure.ts';
import type { Behaviour } from '../graph.ts';
import { notFound } from '../jsonpath/not-found.ts';
import type { Visit } from '../visit.ts';

export function compileFail(definition: Definition, compilation: Compilation): Behaviour {
  const { dialect } = compilation;
  const read = {
    Error: dialect.reader(definition, 'Error', compilation),
    Cause: dialect.reader(definition, 'Cause', compilation),
  };
  return {
    async perform(visit) {
      const error = await text(visit, definition, 'Error', read.Error);
      const cause = await text(visit, definition, 'Cause', read.Cause);
      throw new StateFailure({ error, cause });
    },
  };
}

async function text(
  visit: Visit,
  definition: Definition,
  field: string,
  read: Reader,
): Promise<string | undefined> {
  const value = await read(visit, visit.input);
  const path = definition[`${field}Path`];
  if (value === undefined && typeof path === 'string') throw notFound(path, `${field}Path`, visit.input);
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
