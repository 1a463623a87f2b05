/** Answers that take too long. */
import { timeText } from '../evidence/minutes.ts';
import { above, atLeast, type Expression, fill, most, where } from './expression.ts';
import { allRequests } from './http5xx.ts';
import type { Role } from './metrics.ts';
import type { Scope, Trigger } from './trigger.ts';

export interface LatencyP95Rule {
  readonly aboveMilliseconds: number;
  /** Whole minutes. */
  readonly forSeconds: number;
}

/** 0 in a minute with too few requests: a 95th percentile of a handful is the slowest of them. */
const tellingP95 = (role: Role, minRequestsPerMinute: number): Expression => ({
  if: atLeast(fill(`${role}Requests`), minRequestsPerMinute),
  gives: fill(`${role}P95`),
  otherwise: 0,
});

const whose = { canary: 'of the canary', all: 'of the slower group' };

/** Percentiles do not add: on `all` it is the slower group's, and each group counts only where it tells something. */
export function latencyP95(
  scope: Scope,
  { aboveMilliseconds, forSeconds }: LatencyP95Rule,
  { minRequestsPerMinute }: { readonly minRequestsPerMinute: number },
): Trigger {
  const canary = tellingP95('canary', minRequestsPerMinute);
  const slowest = scope === 'canary' ? canary : most(canary, tellingP95('stable', minRequestsPerMinute));
  return {
    id: 'latencyP95',
    scope,
    expression: where(above(slowest, 0), slowest),
    limit: aboveMilliseconds / 1000,
    minutes: forSeconds / 60,
    breachMinutes: 1,
    sample: scope === 'canary' ? fill('canaryRequests') : allRequests,
    needs: `at least ${minRequestsPerMinute} requests a minute`,
    tell: (seen) => {
      const values = seen.map(({ value }) => value);
      const [low, high] = [Math.min(...values), Math.max(...values)].map(secondsText);
      const range = low === high ? low : `${low} to ${high}`;
      const from = `${seen.length} min from ${timeText(seen[0]?.at ?? 0)}`;
      return `p95 ${whose[scope]} was ${range} (${from}), limit ${secondsText(aboveMilliseconds / 1000)}`;
    },
  };
}

function secondsText(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toFixed(1))} s`;
}
