/** Too many requests that fail: 5xx answers and connections that no target took, over requests. */
import { percentText, timeText } from '../evidence/minutes.ts';
import {
  atLeast,
  type Expression,
  fill,
  least,
  minus,
  most,
  over,
  plus,
  times,
  where,
} from './expression.ts';
import type { MetricId, Points, Role } from './metrics.ts';
import type { Scope, SeenMinute, Trigger } from './trigger.ts';

export interface Http5xxRule {
  readonly abovePercent: number;
  /** Whole minutes. */
  readonly forSeconds: number;
}

const requestsOf = (role: Role) => fill(`${role}Requests`);
const refusedOf = (role: Role) => fill(`${role}Refused`);

/**
 * Errors are published only where there are some, so an absent point is zero, but only beside requests: errors
 * whose minute shows no request (yet) do not count, nor do more errors than requests (connections are tried again).
 */
const failedOf = (role: Role): Expression =>
  least(plus(fill(`${role}Errors`), refusedOf(role)), requestsOf(role));

/** Both groups' requests: one of them may have none, at the ramp's ends. */
export const allRequests = plus(requestsOf('canary'), requestsOf('stable'));

/**
 * What the balancer answered by itself beyond its share before the cutover: no target to choose, a target that did
 * not answer in time. Refused connections end there too, and are counted with their group already.
 */
const balancersOwn = (usualPercent: number): Expression =>
  most(
    minus(
      minus(fill('balancerErrors'), plus(refusedOf('canary'), refusedOf('stable'))),
      times(usualPercent / 100, allRequests),
    ),
    0,
  );

const failed = {
  canary: () => failedOf('canary'),
  all: (usualPercent: number) =>
    plus(plus(failedOf('canary'), failedOf('stable')), balancersOwn(usualPercent)),
};

const requests = { canary: requestsOf('canary'), all: allRequests };
const whose = { canary: "the canary's requests", all: 'all requests' };

export function http5xx(
  scope: Scope,
  { abovePercent, forSeconds }: Http5xxRule,
  facts: { readonly minRequestsPerMinute: number; readonly balancerErrorPercent: number },
): Trigger {
  const failures = failed[scope](facts.balancerErrorPercent);
  const asked = requests[scope];
  const minutes = forSeconds / 60;
  return {
    id: 'http5xx',
    scope,
    expression: where(atLeast(asked, facts.minRequestsPerMinute), over(times(100, failures), asked)),
    limit: abovePercent,
    minutes,
    breachMinutes: 1,
    sample: asked,
    needs: `at least ${facts.minRequestsPerMinute} requests a minute`,
    tell: (seen) => {
      const [bad, total] = [sum(seen, failures), sum(seen, asked)];
      const from = `${seen.length} min from ${timeText(seen[0]?.at ?? 0)}`;
      return (
        `${percentText((100 * bad) / total)} of ${whose[scope]} failed ` +
        `(${Math.round(bad)} of ${total}, ${from}), limit ${percentText(abovePercent)}`
      );
    },
  };
}

function sum(minutes: readonly SeenMinute[], of: Expression): number {
  return minutes.reduce((total, minute) => total + minute.read(of), 0);
}

/** The balancer's own errors as a share of the groups' requests, over all that was read; 0 where nobody came. */
export function usualErrorPercent(points: Points): number {
  const total = (id: MetricId) =>
    [...(points.get(id)?.values() ?? [])].reduce((all, value) => all + value, 0);
  const asked = total('canaryRequests') + total('stableRequests');
  const own = total('balancerErrors') - total('canaryRefused') - total('stableRefused');
  return asked === 0 ? 0 : Math.min(100, (100 * Math.max(0, own)) / asked);
}
