/** Going back is always safe and not always right: a good release on an afternoon on which nothing happens goes live. */
import { parsePlan } from '../../core/plan/parse.ts';
import type { Hit } from '../faults/armed-faults.ts';
import type { RehearsalResult } from '../result.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Deed, Scenario } from '../scenario/scenario.ts';
import type { Finding } from './findings.ts';
import type { Document } from './recipe.ts';

/** Of the rung with the fewest requests, in a mean minute: with less, chance may leave the canary unseen. */
const plentyTimes = 3;
/** A calm release fails one request in a thousand: where one or two are over the limit, chance judges. */
const failuresAllowed = 10;
/** With later metrics a short plan may rightly end its patience. */
const metricsTakeSecondsMax = 90;

export function calmFindings(
  { outcome, reason }: RehearsalResult,
  scenario: Scenario,
  hits: readonly Hit[],
  plan: Document,
): Finding[] {
  if (outcome === 'promoted' || hits.length > 0 || !isCalm(scenario) || !isSeen(scenario, plan)) return [];
  return [{ name: 'calmIsPromoted', why: `nothing happened, and it ended ${outcome}: ${reason}` }];
}

/** Faults of calls that never met their call are nothing. */
const ofCalls: ReadonlySet<Deed['kind']> = new Set(['fail', 'slow', 'crash']);

function isCalm({ versions, account, queue, people, when, production }: Scenario): boolean {
  const parsed = parseScenario({});
  if ('problems' in parsed) return false;
  const usual = parsed.scenario;
  return (
    same(versions, usual.versions) &&
    same(account, usual.account) &&
    same(queue, usual.queue) &&
    people.length === 0 &&
    (production.metricLagSeconds ?? 0) <= metricsTakeSecondsMax &&
    when.every(({ deeds }) => deeds.every(({ kind }) => ofCalls.has(kind)))
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Cookies keep users where they were: how many meet the canary says chance, and not the weights. */
function isSeen({ requestsPerSecond, production }: Scenario, document: Document): boolean {
  if (production.rules?.stickySeconds !== undefined) return false;
  const parsed = parsePlan(document);
  if ('problems' in parsed) return false;
  const { rungs, minRequestsPerMinute, staging, watchSeconds, verify } = parsed.plan;
  // The lab has no container that would bear what such plans ask for.
  if (staging?.load?.engine === 'k6') return false;
  const fewest = (requestsPerSecond * 60 * Math.min(...rungs)) / 100;
  const judgedRequests = requestsPerSecond * Math.min(watchSeconds, verify.seconds);
  return (
    fewest >= plentyTimes * minRequestsPerMinute &&
    (judgedRequests * verify.errorRatePercent) / 100 >= failuresAllowed
  );
}
