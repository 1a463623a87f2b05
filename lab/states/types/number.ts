/** Fields that hold a whole number: seconds, concurrency. */

import type { Compilation, Definition } from '../compile.ts';
import type { Visit } from '../visit.ts';

/** Undefined where the field is absent and not needed. */
export function wholeNumber(
  definition: Definition,
  field: string,
  compilation: Compilation,
  options: { isNeeded?: boolean } = {},
): (visit: Visit, root: unknown) => Promise<number | undefined> {
  const { dialect } = compilation;
  const read = dialect.reader(definition, field, compilation);
  const isPresent = field in definition || `${field}Path` in definition;
  return async (visit, root) => {
    const value = await read(visit, root);
    if (value === undefined && !isPresent && options.isNeeded !== true) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw dialect.wrongValue(field, value, definition, 'integer');
    }
    if (value < 0) throw dialect.wrongValue(field, value, definition, 'negative');
    return value;
  };
}
