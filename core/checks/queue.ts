import type { Verdict } from '../verdict.ts';
import { findings } from './findings.ts';

export interface QueueFacts {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  /** Undefined where the queue has none. */
  readonly deadLetters: number | undefined;
  /** Variables of the new task definition that name the queue. */
  readonly consumedBy: readonly string[];
}

/** The numbers are approximate, as SQS gives them: they are a baseline, not a count. */
export function judgeQueue(
  facts: QueueFacts,
  limits: { readonly depthAtMost: number; readonly deadLettersAtMost: number },
): Verdict {
  const { name, visible, inFlight, deadLetters, consumedBy } = facts;
  const dead = deadLetters ?? 0;
  const baseline = `${name}: about ${visible} waiting, ${inFlight} in flight`;
  const letters = deadLetters === undefined ? 'no dead-letter queue' : `${deadLetters} dead letters`;
  const loud =
    consumedBy.length === 0
      ? ''
      : `; the new version reads it (${consumedBy.join(', ')}), and its tasks take jobs whatever share of the requests they have`;
  return findings(
    [
      ...(visible > limits.depthAtMost ? [`${baseline}: more than ${limits.depthAtMost}`] : []),
      ...(dead > limits.deadLettersAtMost
        ? [`${name} has ${dead} dead letters: more than ${limits.deadLettersAtMost}`]
        : []),
    ],
    `${baseline}, ${letters}${loud}`,
  );
}
