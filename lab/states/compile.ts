/** What the compilers of states pass to each other: where they are, and the problems they have found. */

import type { Dialect } from './dialect.ts';
import type { Graph } from './graph.ts';

export type Definition = Readonly<Record<string, unknown>>;

export interface Compilation {
  /** Of the state that is compiled. */
  readonly dialect: Dialect;
  /** JSON pointer of the state, for messages. */
  readonly at: string;
  readonly problem: (text: string, at?: string) => void;
  /** A nested state machine: a branch or an item processor. */
  graph(definition: unknown, at: string): Graph;
}
