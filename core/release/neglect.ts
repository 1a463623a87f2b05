/** Whether a release whose execution runs is guarded by nobody: Step Functions itself may be the one that is ill. */
import { timeText } from '../evidence/minutes.ts';
import type { Mark, Phase } from '../record.ts';

export interface NeglectFacts {
  readonly phase: Phase;
  readonly leaseUntil: number;
  /** Why it has to go back, where somebody has said so. */
  readonly mark?: Mark;
}

/** A mark is heard within seconds, and a lease renewed with every look; beyond this nobody is there. */
const patienceMilliseconds = 180_000;

/** Why it is neglected, or undefined. Only a release that nobody has ended can be. */
export function neglectOf({ phase, leaseUntil, mark }: NeglectFacts, now: number): string | undefined {
  if (phase !== 'releasing') return undefined;
  if (mark !== undefined && now - mark.at > patienceMilliseconds)
    return `${mark.reason}; nobody had acted on it since ${timeText(mark.at)}`;
  if (now - leaseUntil > patienceMilliseconds)
    return `nobody guards the release: its lease ran out at ${timeText(leaseUntil)}`;
  return undefined;
}
