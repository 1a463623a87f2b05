/** One line of the deployed code, and what stands there once its guard is taken out. */
export interface Planted {
  /** What goes wrong, in the words of whoever reviews it. */
  readonly name: string;
  /** Where it comes from: a part of the design, or somebody's outage. */
  readonly from: string;
  readonly file: string;
  /** The test that shows it where no rehearsal does. */
  readonly test?: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
}

export const argo = (issue: number) => `https://github.com/argoproj/argo-rollouts/issues/${issue}`;
export const flagger = (issue: number) => `https://github.com/fluxcd/flagger/issues/${issue}`;
