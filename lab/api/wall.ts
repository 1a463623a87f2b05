/** The wall clock, which the lab itself does not have: whoever serves it hands it in. */
import type { Entry } from '../clock.ts';

export interface Wall {
  /** Milliseconds, from any zero on. */
  now(): number;
  after(milliseconds: number, action: () => void): Entry;
}
