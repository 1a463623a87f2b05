/**
 * One HTTP request to the balancer, or to staging, answered as it would be at this instant: by the live rules, by weight,
 * by a target of the chosen group.
 *
 * Not modelled: ports (every listener is asked), TLS, redirects followed, cookies sent by the client.
 */
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { HttpRequest, HttpResponse } from '../../aws/world.ts';
import type { Seen } from '../cloud/elbv2/conditions.ts';
import { forwardOf, ruleFor } from '../cloud/elbv2/route.ts';
import type { Balancer } from '../cloud/elbv2/state.ts';
import type { Target } from '../cloud/elbv2/target-group.ts';
import type { Random } from '../random.ts';
import { calm, type Versions } from './behaviour.ts';
import { drawLatency, type Latency } from './latency.ts';
import { byWeight } from './stuck.ts';
import type { Switchboard } from './switchboard.ts';
import type { Users } from './users.ts';

export type HttpOutcome =
  | { readonly response: HttpResponse }
  /** No answer: after this long the caller gives up (`isLate`), or is told why. */
  | { readonly failure: string; readonly afterMilliseconds: number; readonly isLate?: boolean };

export interface Doors {
  /** Host names of the balancer and of staging, in lower case. */
  readonly hosts: Readonly<Record<string, 'production' | 'staging'>>;
  staging: 'healthy' | 'failing' | 'slow';
  /** Tasks of the canary's version answer 500 to whoever comes by a rule that users do not come by. */
  isCanaryFailingAtItsDoor: boolean;
}

export interface AnswerSurroundings {
  readonly balancer: Balancer;
  readonly switchboard: Switchboard;
  readonly users: Users;
  readonly versions: Readonly<Versions>;
  readonly random: Pick<Random, 'next'>;
  readonly doors: Doors;
}

const stagingLatency = {
  healthy: calm,
  failing: calm,
  slow: { p50Milliseconds: 6000, p95Milliseconds: 9000 },
} as const;

/** What the balancer itself takes. */
const balancerLatency: Latency = { p50Milliseconds: 2, p95Milliseconds: 5 };

export function answer(request: HttpRequest, around: AnswerSurroundings): HttpOutcome {
  const { hostname, pathname } = new URL(request.url);
  const { hosts, staging } = around.doors;
  const where = hosts[hostname.toLowerCase()];
  if (where === undefined) return { failure: `getaddrinfo ENOTFOUND ${hostname}`, afterMilliseconds: 5 };
  if (where === 'staging')
    return timed(staging === 'failing' ? 500 : 200, stagingLatency[staging], request, around);
  const host =
    Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'host')?.[1] ?? hostname;
  return atBalancer(
    { host, path: pathname, method: request.method, headers: request.headers },
    request,
    around,
  );
}

function atBalancer(seen: Seen, request: HttpRequest, around: AnswerSurroundings): HttpOutcome {
  const rule = ruleFor(seen, around.balancer.live);
  const [first] = rule?.actions ?? [];
  if (rule === undefined || first === undefined) return timed(503, balancerLatency, request, around);
  if (first.Type !== 'forward') return timed(ownStatus(first), balancerLatency, request, around);
  const groupArn = choose(byWeight(forwardOf(rule.actions) ?? { groups: [] }), around.random);
  if (groupArn === undefined) return timed(503, balancerLatency, request, around);
  const { targets } = around.balancer.group(groupArn).candidates();
  const target = targets[Math.floor(around.random.next() * targets.length)];
  if (target === undefined) return timed(503, balancerLatency, request, around);
  return atTarget(target, groupArn, around.switchboard.isUsersRule(rule.arn), request, around);
}

function atTarget(
  target: Readonly<Target>,
  groupArn: string,
  isUsersDoor: boolean,
  request: HttpRequest,
  around: AnswerSurroundings,
): HttpOutcome {
  if (!target.answers) {
    around.users.countRefused(groupArn);
    return timed(502, balancerLatency, request, around);
  }
  const behaviour = around.versions[target.version];
  const isBroken = around.doors.isCanaryFailingAtItsDoor && !isUsersDoor && target.version === 'canary';
  const isError = isBroken || around.random.next() < behaviour.errorRate;
  around.users.count(groupArn, behaviour, isError);
  return timed(isError ? 500 : 200, behaviour, request, around);
}

/** What the balancer answers without a target: a login page, a redirect, a fixed response. */
function ownStatus(action: Action): number {
  if (action.Type?.startsWith('authenticate-') === true) return 302;
  if (action.Type === 'redirect') return action.RedirectConfig?.StatusCode === 'HTTP_301' ? 301 : 302;
  return Number(action.FixedResponseConfig?.StatusCode ?? 503);
}

function choose(shares: ReadonlyMap<string, number>, random: Pick<Random, 'next'>): string | undefined {
  let left = random.next();
  for (const [arn, share] of shares) {
    left -= share;
    if (left < 0) return arn;
  }
  return undefined;
}

function timed(
  status: number,
  latency: Latency,
  request: HttpRequest,
  { random }: AnswerSurroundings,
): HttpOutcome {
  const tookMilliseconds = Math.round(drawLatency(latency, random));
  const { timeoutMilliseconds } = request;
  if (tookMilliseconds > timeoutMilliseconds) {
    const failure = `no answer within ${timeoutMilliseconds} ms`;
    return { failure, afterMilliseconds: timeoutMilliseconds, isLate: true };
  }
  const body = status === 200 ? '{"status":"ok"}' : `{"status":${status}}`;
  return { response: { status, body, tookMilliseconds } };
}
