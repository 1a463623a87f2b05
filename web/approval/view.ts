/** Everything that the page shows. Facts are read and decisions are taken elsewhere; here they only have a shape. */

export interface ApprovalView {
  readonly approvalId: string;
  readonly cutoverId: string;
  readonly service: string;
  /** What is asked, in a sentence, and what each answer leads to. */
  readonly question: string;
  readonly answers: readonly Answer[];
  /** What the machine found before it asked. */
  readonly found: string;
  /** Who reads this. */
  readonly you: string;
  /** Milliseconds since the epoch, as all `…At`: when the page was made. */
  readonly now: number;
  readonly expiresAt: number;
  /** What happens when nobody answers in time. */
  readonly silence: string;
  readonly state: GateState;
  /** What became of the cutover, once it goes back or has ended. */
  readonly since?: string;
  readonly shipping: Shipping;
  /** Absent before users meet the canary. */
  readonly ramp?: Ramp;
  readonly checks: readonly Check[];
  /** The newest of the story, oldest first. */
  readonly story: readonly { readonly at: number; readonly text: string }[];
  readonly quorum: Quorum;
  /** Absent where there is nothing to decide any more. */
  readonly form?: Form;
}

/** A word that a gate takes, and what it leads to. */
export interface Answer {
  readonly word: string;
  readonly label: string;
  readonly leadsTo: string;
  readonly tone: 'go' | 'stop';
}

/** What the reader is told first. */
export type GateState =
  | { readonly kind: 'open' }
  /** The reader has decided, others have not yet. */
  | { readonly kind: 'voted'; readonly word: string; readonly at: number }
  | {
      readonly kind: 'approved' | 'rejected';
      readonly by: readonly string[];
      readonly at: number;
      readonly yours: boolean;
    }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'superseded'; readonly why: string }
  /** The cutover has ended, or gone back, while the gate was open. */
  | { readonly kind: 'over'; readonly why: string }
  | { readonly kind: 'notYours'; readonly why: string }
  /** What ships is no longer what the reader had been shown. */
  | { readonly kind: 'changed' };

export interface Shipping {
  readonly images: readonly Image[];
  /** The families and revisions; `to` is absent before it is registered. */
  readonly from?: string;
  readonly to?: string;
  /** Undefined where the two could not be compared, and why. */
  readonly changes: readonly Change[] | { readonly unknown: string };
  /** What the approval is bound to. */
  readonly digest: string;
}

export interface Image {
  readonly container: string;
  readonly image: string;
  readonly digest?: string;
}

/** One place in the task definition; a side that is absent has nothing there. */
export interface Change {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

export interface Check {
  readonly id: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'error';
  readonly waived: boolean;
  readonly waivedBy?: readonly string[];
  readonly evidence: string;
}

export interface Ramp {
  readonly rungs: readonly number[];
  readonly percentNow: number;
  /** Undefined where the metrics could not be read, and why. */
  readonly minutes: readonly Minute[] | { readonly unknown: string };
  readonly limits: { readonly errorPercent: number; readonly p95Milliseconds: number };
}

/** What CloudWatch has of a minute. A number that is absent was not published: that is not zero. */
export interface Minute {
  readonly at: number;
  readonly canary: Traffic;
  readonly stable: Traffic;
}

export interface Traffic {
  readonly requests: number;
  readonly errorPercent?: number;
  readonly p95Milliseconds?: number;
}

export interface Quorum {
  readonly need: number;
  readonly decided: readonly Decided[];
  readonly waiting: readonly string[];
}

export interface Decided {
  readonly by: string;
  readonly word: string;
  readonly at: number;
  readonly method: string;
  readonly reason?: string;
}

export interface Form {
  /** Which answers can still be given: who has approved can only take it back. */
  readonly offers: readonly Answer[];
  /** Proves that this form was made for this reader, this gate and this digest. */
  readonly slip: string;
  /** What has to be typed. */
  readonly typed: string;
  /** Why the last try decided nothing. */
  readonly problems: readonly Problem[];
  readonly entered: { readonly word?: string; readonly reason?: string };
}

export interface Problem {
  readonly field: 'decision' | 'reason' | 'typed';
  readonly text: string;
}
