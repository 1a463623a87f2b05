/** Whether a queue ended the hour as it began it. Weights do not govern queues: it says nothing of one version. */
import type { Series } from '../triggers/metrics.ts';
import type { Verdict } from '../verdict.ts';

/** Shorter than this and a queue's usual ups and downs are all that is seen. */
export const queueMilliseconds = 15 * 60_000;
/** A rise of less is a queue's usual up and down. */
const riseMin = 20;
const risePercentMax = 25;
/** This share of the minutes must have a depth. */
const knownShareMin = 0.8;

/** The last third of the time against the first; a queue that has risen and drained again is stable. */
export function judgeQueue(name: string, depths: Series | undefined, since: number, until: number): Verdict {
  const known = [...(depths ?? [])].filter(([at]) => at >= since && at < until);
  // The newest two minutes may not be there yet.
  const needed = Math.floor(((until - since) / 60_000 - 2) * knownShareMin);
  if (known.length < Math.max(3, needed)) {
    const reason = `the depth of the queue ${name} is known of ${known.length} minutes, ${needed} are needed`;
    return { outcome: 'inconclusive', reason, sampleCount: known.length };
  }
  const third = (until - since) / 3;
  const first = middleOf(known.filter(([at]) => at < since + third));
  const last = middleOf(known.filter(([at]) => at >= until - third));
  if (first === undefined || last === undefined)
    return { outcome: 'inconclusive', reason: `the depth of the queue ${name} is not known at both ends` };
  const threshold = first + Math.max(riseMin, (first * risePercentMax) / 100);
  const reason = `the queue ${name} went from ${first} to ${last} messages`;
  if (last <= threshold) return { outcome: 'pass', reason, observed: last, threshold };
  return {
    outcome: 'fail',
    reason: `${reason}, at most ${Math.round(threshold)} are no rise`,
    observed: last,
    threshold,
  };
}

function middleOf(points: readonly (readonly [at: number, depth: number])[]): number | undefined {
  const depths = points.map(([, depth]) => depth).toSorted((a, b) => a - b);
  return depths[Math.floor(depths.length / 2)];
}
