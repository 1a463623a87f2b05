import type { Plan } from '../../core/plan/plan.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { Service, World } from '../world.ts';

/** What a check is asked with. */
export interface Asked {
  /** The check's id, with the name of its request for `http`. */
  readonly name: string;
  readonly plan: Plan;
  readonly now: number;
  /** When the release is planned to end; absent: it would begin now. */
  readonly endsAt?: number;
  /** Whether it may post; reading is real in a dry run too. */
  readonly live: boolean;
  /** Whether passing faults are thrown, for whoever tries the check again. */
  readonly isTriedAgain: boolean;
}

/** What it brings: the verdict and what it rests on, without a single secret value. */
export interface Seen {
  readonly verdict: Verdict;
  /** Read values for the ledger; bounded there. */
  readonly facts?: unknown;
  readonly pictures?: readonly Picture[];
}

export interface Picture {
  readonly title: string;
  readonly png: Uint8Array;
}

/** Reads one thing and asks `core` what it means. Throws what it could not read. */
export type Reader<S extends Service> = (world: World<S>, asked: Asked) => Promise<Seen>;

/** The checks of one group, by id. */
export type Readers<S extends Service> = Readonly<Record<string, Reader<S>>>;
