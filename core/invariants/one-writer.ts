import { type Broken, type Observed, reconcilerMilliseconds, stragglerMilliseconds } from './observed.ts';

/** A weight written by a writer of an old epoch is undone within the straggler bound. */
export function oneWriter(now: Observed): Broken {
  if (now.fence?.phase !== 'rollingBack' || now.writtenPercent === 0) return undefined;
  const sinceMilliseconds = now.at - Math.max(now.fence.phaseSince, now.stableSince);
  const patience = now.isOrphaned ? reconcilerMilliseconds : 0;
  if (sinceMilliseconds <= stragglerMilliseconds + patience) return undefined;
  return `the rules say ${now.writtenPercent} % ${Math.round(sinceMilliseconds / 1000)} s after the epoch moved`;
}
