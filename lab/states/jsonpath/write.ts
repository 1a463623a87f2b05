/** ResultPath: puts a result into a copy of the input, making the objects on the way. An index must be there already. */

import { isRecord } from '../document.ts';
import { Problem } from '../failure.ts';
import type { Path } from './path.ts';

export function writePath(path: Path, input: unknown, value: unknown): unknown {
  return write(
    path.text,
    path.steps.map((step) => (step.kind === 'index' ? step.index : (step as { name: string }).name)),
    input,
    value,
  );
}

function write(
  text: string,
  [name, ...rest]: readonly (string | number)[],
  input: unknown,
  value: unknown,
): unknown {
  if (name === undefined) return value;
  if (typeof name === 'number' && Array.isArray(input) && input.at(name) !== undefined) {
    return input.with(name, write(text, rest, input.at(name), value));
  }
  if (typeof name === 'number' || (input !== undefined && !isRecord(input))) {
    throw new Problem(
      'other',
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${text} to input ${JSON.stringify(input)}`,
    );
  }
  return { ...input, [name]: write(text, rest, input?.[name], value) };
}
