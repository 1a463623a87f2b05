/** The two query languages seen by the state types: how a state reads its fields and forms its output. */

import type { Compilation, Definition } from './compile.ts';
import type { Visit } from './visit.ts';

export interface Flowed {
  readonly output: unknown;
  readonly assigned?: Readonly<Record<string, unknown>> | undefined;
}

/** The data flow through one state. */
export interface Flow {
  /** What the state works on: Arguments, or InputPath and Parameters. */
  enter(visit: Visit): unknown;
  /** What leaves it and what it assigns. */
  leave(visit: Visit, result: unknown): Flowed | Promise<Flowed>;
}

/** Reads one field during a visit. `root` is what the state works on. Undefined where the field is absent. */
export type Reader = (visit: Visit, root: unknown) => unknown;

/** Whether a rule of a Choice holds. */
export type Rule = (visit: Visit, root: unknown) => boolean | Promise<boolean>;

export interface Dialect {
  readonly language: 'JSONata' | 'JSONPath';
  flow(definition: Definition, compilation: Compilation): Flow;
  /** The flow of a catcher: its result is the error output. */
  caught(definition: Definition, compilation: Compilation): Flow['leave'];
  /** A field such as Seconds, under the name or names that the language has for it. */
  reader(definition: Definition, field: string, compilation: Compilation): Reader;
  /** A template such as ItemSelector, evaluated anew at each call. */
  template(definition: Definition, field: string, compilation: Compilation): Reader | undefined;
  rule(definition: Definition, compilation: Compilation): Rule;
  /** The error of a field whose value is of the wrong kind. */
  wrongValue(field: string, value: unknown, definition: Definition, kind: ValueKind): Error;
}

export type ValueKind = 'integer' | 'number' | 'negative' | 'timestamp' | 'array';
