/** What a look at the facts can say. No data is `inconclusive`, never `pass`. */
export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'error';

export interface Verdict {
  readonly outcome: Outcome;
  /** Only a live run would do it, so nothing was looked at: never a pass, and of no weight where nothing is live. */
  readonly isUntried?: true;
  /** One sentence for people, with the numbers. */
  readonly reason: string;
  /** What was measured, in the unit of `threshold`; absent when nothing could be measured. */
  readonly observed?: number;
  readonly threshold?: number;
  readonly windowSeconds?: number;
  /** Requests (or minutes, or targets: the reason says which) that the verdict rests on. */
  readonly sampleCount?: number;
}

/** What has to be done to be known, such as putting staging under load. */
export function untried(would: string): Verdict {
  return { outcome: 'inconclusive', isUntried: true, reason: `a live run would ${would}` };
}

/** The worst first: one failing part fails the whole, and blindness outranks health. */
const severity: readonly Outcome[] = ['fail', 'error', 'inconclusive', 'pass'];

/** The worst of several verdicts. No verdict at all is `inconclusive`. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const ranked = verdicts.toSorted((a, b) => severity.indexOf(a.outcome) - severity.indexOf(b.outcome));
  return ranked[0] ?? { outcome: 'inconclusive', reason: 'nothing was looked at' };
}
