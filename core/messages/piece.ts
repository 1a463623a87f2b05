/** One thing that a channel is to show. */
export interface Piece<C> {
  /** One thing, one id: on the ledger, and on the channel where that can keep it. */
  readonly id: string;
  readonly content: C;
  /** Whether it is kept up to date after it was told. */
  readonly isRevised: boolean;
}
