/** Fields that hold a number: seconds, concurrency, tolerance. */

import type { Compilation, Definition } from '../compile.ts';
import type { Visit } from '../visit.ts';

interface Options {
  readonly isNeeded?: boolean;
  /** Whether a text that is a number will do, as it does for some `…Path` fields. */
  readonly isLenient?: boolean;
}

type NumberReader = (visit: Visit, root: unknown) => Promise<number | undefined>;

/** Undefined where the field is absent and not needed. */
export function wholeNumber(
  definition: Definition,
  field: string,
  compilation: Compilation,
  options: Options = {},
): NumberReader {
  const { dialect } = compilation;
  const read = dialect.reader(definition, field, compilation);
  const isPresent = field in definition || `${field}Path` in definition;
  if (!isPresent && options.isNeeded !== true) return () => Promise.resolve(undefined);
  return async (visit, root) => {
    const given = await read(visit, root);
    const value = options.isLenient === true ? numeral(given) : given;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw dialect.wrongValue(field, given, definition, 'integer');
    }
    if (value < 0) throw dialect.wrongValue(field, value, definition, 'negative');
    return value;
  };
}

export function numeral(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}
