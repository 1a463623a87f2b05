import type { Matcher } from './pattern.ts';

/** A rule of the default bus with its one target, a function. */
export interface Rule {
  readonly name: string;
  readonly functionKey: string;
  /** Which events it wants; a schedule wants none. */
  readonly matches?: Matcher;
  readonly everyMilliseconds?: number;
  /** Handed over instead of the event. */
  readonly input?: unknown;
}
