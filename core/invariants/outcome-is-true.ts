import type { Broken } from './observed.ts';

export interface Ending {
  /** Absent while it runs. */
  readonly outcome: string | undefined;
  /** What users are served with once everything has come to rest. */
  readonly servedPercent: number;
  /** Whether we ever gave the canary a share. */
  readonly hasShifted: boolean;
  /** Whether somebody else changed the rules after our last write: where that leaves users is not ours to answer for. */
  readonly drifted: boolean;
}

/** What the outcome says of users is so: promoted is all of the traffic, rolled back is none, refused never was any. */
export function outcomeIsTrue({ outcome, servedPercent, hasShifted, drifted }: Ending): Broken {
  if (outcome === 'refused' && hasShifted) return 'it ended as refused, and the canary had a share before';
  if (drifted) return undefined;
  if (outcome === 'promoted' && servedPercent !== 100)
    return `it ended as promoted, and users are served ${servedPercent} % by the new version`;
  if (outcome === 'rolledBack' && servedPercent !== 0)
    return `it ended as rolledBack, and users are served ${servedPercent} % by the canary`;
  return undefined;
}
