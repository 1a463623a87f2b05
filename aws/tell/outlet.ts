/** A channel, as whoever empties its box sees it. */
import type { TellFacts } from '../../core/messages/facts.ts';
import type { Piece } from '../../core/messages/piece.ts';
import type { Sent } from './sent.ts';

export type Seen = Sent | { readonly does: 'notThere' };

export interface Outlet<C> {
  readonly name: string;
  /** All that there is to tell, in order. */
  pieces(facts: TellFacts, isTold: (id: string) => boolean): readonly Piece<C>[];
  send(piece: Piece<C>, box: Box): Promise<Sent>;
  /** Whether an earlier try got there. Absent where the receiver drops a second copy by its id. */
  find?(piece: Piece<C>, box: Box): Promise<Seen>;
  /** Brings up to date what was told. */
  revise?(piece: Piece<C>, receipt: string): Promise<Sent>;
}

/** What the ledger knows of one channel and one cutover. */
export interface Box {
  /** Counts the writes. */
  readonly version: number;
  /** Receipts, by piece. */
  readonly told: Readonly<Record<string, string>>;
  /** Digests of what is shown, of pieces that are kept up to date. */
  readonly shown: Readonly<Record<string, string>>;
  /** Why, by piece: dead-lettered. */
  readonly dead: Readonly<Record<string, string>>;
  /** The piece that may have got there. */
  readonly doubt?: string;
  /** Since when nothing has got through; absent when it does. */
  readonly failingSince?: number;
  readonly waitUntil?: number;
}

export const emptyBox: Box = { version: 0, told: {}, shown: {}, dead: {} };
