import type { Verdict } from '../verdict.ts';
import { combined } from './findings.ts';

export interface QueueFacts {
  readonly name: string;
  /** Undefined, here and below, where SQS said no number. */
  readonly visible: number | undefined;
  readonly inFlight: number | undefined;
  readonly deadLetters: number | undefined | 'noQueue';
  /** Variables of the new task definition that name the queue. */
  readonly consumedBy: readonly string[];
}

/** The numbers are approximate, as SQS gives them: they are a baseline, not a count. */
export function judgeQueue(
  facts: QueueFacts,
  limits: { readonly depthAtMost: number; readonly deadLettersAtMost: number },
): Verdict {
  const { name, visible, inFlight, deadLetters, consumedBy } = facts;
  const baseline = `${name}: about ${visible} waiting, ${inFlight} in flight`;
  const letters = deadLetters === 'noQueue' ? 'no dead-letter queue' : `${deadLetters} dead letters`;
  const loud =
    consumedBy.length === 0
      ? ''
      : `; the new version reads it (${consumedBy.join(', ')}), and its tasks take jobs whatever share of the requests they have`;
  const numbers = { waiting: visible, 'in flight': inFlight, 'dead letters': deadLetters };
  const unsaid = Object.entries(numbers).filter(([, number]) => number === undefined);
  const found: Verdict[] = unsaid.map(([what]) => ({
    outcome: 'inconclusive',
    reason: `SQS does not say how many messages of ${name} are ${what}`,
  }));
  if (visible !== undefined && visible > limits.depthAtMost)
    found.push({
      outcome: 'fail',
      reason: `${name}: about ${visible} waiting: more than ${limits.depthAtMost}`,
    });
  if (typeof deadLetters === 'number' && deadLetters > limits.deadLettersAtMost)
    found.push({
      outcome: 'fail',
      reason: `${name} has ${deadLetters} dead letters: more than ${limits.deadLettersAtMost}`,
    });
  return combined(found, `${baseline}, ${letters}${loud}`);
}
