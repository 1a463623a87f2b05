import {
  backMilliseconds,
  type Broken,
  type Observed,
  reconcilerMilliseconds,
  stragglerMilliseconds,
} from './observed.ts';

/** Once rolling back is on the ledger, the canary's share reaches 0 within its bound and after the straggler bound stays there. */
export function rollbackWins(now: Observed, facts: { readonly reachedZero: boolean }): Broken {
  if (now.fence?.phase !== 'rollingBack' || now.servedPercent === 0) return undefined;
  const sinceMilliseconds = now.at - Math.max(now.fence.phaseSince, now.stableSince);
  const seconds = Math.round(sinceMilliseconds / 1000);
  const patience = now.isOrphaned ? reconcilerMilliseconds : 0;
  if (!facts.reachedZero && sinceMilliseconds > backMilliseconds + patience) {
    return `users are served ${now.servedPercent} % by the canary ${seconds} s after the rollback was decided`;
  }
  if (sinceMilliseconds > stragglerMilliseconds + patience) {
    return `users are served ${now.servedPercent} % by the canary again, ${seconds} s after the rollback was decided`;
  }
  return undefined;
}
