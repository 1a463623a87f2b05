import { type Broken, type Observed, stragglerMilliseconds } from './observed.ts';

/** A weight written by a writer of an old epoch is undone within the straggler bound. */
export function oneWriter(now: Observed): Broken {
  if (now.fence?.phase !== 'rollingBack' || now.writtenPercent === 0) return undefined;
  const sinceMilliseconds = now.at - now.fence.phaseSince;
  if (sinceMilliseconds <= stragglerMilliseconds) return undefined;
  return `the rules say ${now.writtenPercent} % ${Math.round(sinceMilliseconds / 1000)} s after the epoch moved`;
}
