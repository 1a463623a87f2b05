/** What is wrong with a rehearsal that has come to its end, beyond the invariants that were held while it ran. */
import type { Hit } from '../faults/armed-faults.ts';
import type { RehearsalResult } from '../result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { mayNeedPerson } from './person.ts';

export interface Finding {
  readonly name: string;
  readonly why: string;
  /** Absent where it is the whole cutover that is wrong. */
  readonly at?: string;
  /** When it was last seen. */
  readonly until?: string;
}

/** What is wrong with users who could not be taken back. */
const left = new Set(['rollbackWins', 'oneWriter', 'usersAreTakenBack']);

/** The way back needs the balancer, somebody healthy, and a function that lives: nothing else may keep users there. */
function wasStoppedAtBalancer({ reason }: RehearsalResult, hits: readonly Hit[]): boolean {
  if (reason.startsWith('NobodyHealthy')) return true;
  return hits.some(({ call, deed }) => call.service === 'elbv2' || deed.kind === 'crash');
}

/** Who takes users home. */
const homeward = new Set(['rollBack', 'confirmRollback', 'reconcile']);
/** The reconciler comes by the minute, and what it writes takes a while to be felt. */
const afterwardsMilliseconds = 2 * 60_000;

/** Until when the balancer itself kept the way back from being written, where that was again and again. */
function refusedUntil(hits: readonly Hit[]): number {
  const refused = hits.filter(
    ({ call, deed }) =>
      call.service === 'elbv2' && homeward.has(call.caller.functionName) && deed.kind === 'fail',
  );
  const [first, last] = [refused.at(0)?.call.at ?? 0, refused.at(-1)?.call.at ?? 0];
  return last - first >= afterwardsMilliseconds ? last + afterwardsMilliseconds : -Infinity;
}

/** Everything that is wrong with a rehearsal: invariants that broke, and an ending that may not be. */
export function findingsOf(
  result: RehearsalResult,
  scenario: Scenario,
  hits: readonly Hit[],
  more: readonly Finding[],
): Finding[] {
  const broken: Finding[] = [
    ...result.invariants.broken.map(({ name, at, until, why }) => ({ name, at, until, why })),
    ...more,
  ];
  if (result.outcome !== 'needsPerson') {
    const refused = refusedUntil(hits);
    return broken.filter(
      ({ name, until }) => !left.has(name) || until === undefined || Date.parse(until) > refused,
    );
  }
  // Who cannot write cannot take users back in time either; for that a person was called.
  if (mayNeedPerson(scenario, hits, result.reason))
    return wasStoppedAtBalancer(result, hits) ? broken.filter(({ name }) => !left.has(name)) : broken;
  const why = `nothing that happened is beyond the machine: ${result.reason}`;
  return [...broken, { name: 'personIsNeeded', why }];
}
