/**
 * The members of a request: their JSON types and constraints, refused in AWS's own words. What is no JSON of the right
 * type is a SerializationException; what breaks constraints is one ValidationException with all of them.
 */
import { serializationException } from './faults.ts';
import { validationException } from '../states/errors.ts';

type Found = (value: string, at: string, constraint: string) => void;

export interface Kind<T> {
  /** Throws where the JSON type is wrong, tells where a constraint is broken. */
  readonly check: (value: unknown, at: string, found: Found) => void;
  /** Only for inference. */
  readonly type?: T;
}

export interface Member<T> extends Kind<T> {
  readonly isRequired: boolean;
}

export type Shape = Readonly<Record<string, Member<unknown>>>;
export type InputOf<S extends Shape> = { readonly [K in keyof S]: S[K] extends Member<infer T> ? T : never };

export function required<T>(kind: Kind<T>): Member<T> {
  return { ...kind, isRequired: true };
}

export function optional<T>(kind: Kind<T>): Member<T | undefined> {
  return { ...kind, isRequired: false };
}

/** Unknown members are ignored, as AWS does; null is as good as absent. */
export function readInput<S extends Shape>(shape: S, body: Readonly<Record<string, unknown>>): InputOf<S> {
  const broken: string[] = [];
  const input = readMembers(shape, body, '', (value, at, constraint) => {
    broken.push(`Value ${value}at '${at}' failed to satisfy constraint: ${constraint}`);
  });
  if (broken.length > 0) {
    const count = `${broken.length} validation error${broken.length === 1 ? '' : 's'} detected`;
    throw validationException(`${count}: ${broken.join('; ')}`);
  }
  return input as InputOf<S>;
}

function readMembers(shape: Shape, body: Readonly<Record<string, unknown>>, at: string, found: Found) {
  const input: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape)) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value !== undefined && value !== null) {
      member.check(value, `${at}${name}`, found);
      input[name] = value;
    } else if (member.isRequired) found('null ', `${at}${name}`, 'Member must not be null');
  }
  return input;
}

/** `isSecret` keeps the value out of the message, as AWS does for inputs, outputs and definitions. */
export function text(limits: {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly isSecret?: boolean;
}): Kind<string> {
  return {
    check: (value, at, found) => {
      if (typeof value !== 'string') throw wrongType(value, 'String');
      const shown = limits.isSecret === true ? '' : `'${value}' `;
      const tell = (constraint: string) => found(shown, at, `Member must ${constraint}`);
      if (limits.max !== undefined && value.length > limits.max)
        tell(`have length less than or equal to ${limits.max}`);
      if (limits.min !== undefined && value.length < limits.min)
        tell(`have length greater than or equal to ${limits.min}`);
      if (limits.pattern !== undefined && !limits.pattern.test(value))
        tell(`satisfy regular expression pattern: ${limits.pattern.source}`);
    },
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): Kind<T> {
  return {
    check: (value, at, found) => {
      if (typeof value !== 'string') throw wrongType(value, 'String');
      if (!values.some((one) => one === value))
        found(`'${value}' `, at, `Member must satisfy enum value set: [${values.join(', ')}]`);
    },
  };
}

export function integer(limits: { readonly min: number; readonly max?: number }): Kind<number> {
  return {
    check: (value, at, found) => {
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'Integer');
      if (limits.max !== undefined && value > limits.max)
        found(`'${value}' `, at, `Member must have value less than or equal to ${limits.max}`);
      if (value < limits.min)
        found(`'${value}' `, at, `Member must have value greater than or equal to ${limits.min}`);
    },
  };
}

export const flag: Kind<boolean> = {
  check: (value) => {
    if (typeof value !== 'boolean') throw wrongType(value, 'Boolean');
  },
};

export function structure<S extends Shape>(shape: S): Kind<InputOf<S>> {
  return {
    check: (value, at, found) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw serializationException(`Unexpected value type in payload at ${at}`);
      readMembers(shape, value as Record<string, unknown>, `${at}.`, found);
    },
  };
}

export function list<T>(kind: Kind<T>): Kind<readonly T[]> {
  return {
    check: (value, at, found) => {
      if (!Array.isArray(value)) throw serializationException(`Unexpected value type in payload at ${at}`);
      for (const [index, one] of value.entries()) kind.check(one, `${at}.${index + 1}.member`, found);
    },
  };
}

/** What the lab takes and gives back as it is. */
export const anything: Kind<Readonly<Record<string, unknown>>> = {
  check: (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw serializationException(`Unexpected value type in payload at ${at}`);
  },
};

function wrongType(value: unknown, wanted: string): Error {
  const names: Readonly<Record<string, string>> = {
    string: 'STRING_VALUE',
    number: 'NUMBER_VALUE',
    boolean: value === true ? 'TRUE_VALUE' : 'FALSE_VALUE',
  };
  const name = names[typeof value];
  if (name === undefined)
    return serializationException(
      `Start of ${Array.isArray(value) ? 'list' : 'structure or map'} found where not expected.`,
    );
  return serializationException(`${name} cannot be converted to ${wanted}`);
}
