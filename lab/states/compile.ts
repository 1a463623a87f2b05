/** What the compilers of states pass to each other: where they are, and the problems they have found. */

import type { Dialect } from './dialect.ts';
import type { Graph } from './graph.ts';

export type Definition = Readonly<Record<string, unknown>>;

export interface Compilation {
  /** Of the state that is compiled. */
  readonly dialect: Dialect;
  /** JSON pointer of the state, for messages. */
  readonly at: string;
  /** Where in the state its fields are: empty, or `Choices[0]/`. */
  readonly prefix: string;
  /** The state's own place unless told otherwise; a schema problem unless told otherwise. */
  readonly problem: (text: string, at?: string, code?: string) => void;
  /** A nested state machine: a branch or an item processor. */
  graph(definition: unknown, at: string): Graph;
}

/** The compilation of something inside the state, such as a rule of a Choice. */
export function within(compilation: Compilation, prefix: string): Compilation {
  return { ...compilation, prefix };
}
