/**
 * What is read again before the release and before every rung: between the checklist and a share lie people's hours,
 * and somebody may have deployed, a calendar closed, an alarm been switched off.
 */
import { lengthText } from '../report/words.ts';
import type { Verdict } from '../verdict.ts';
import { findings } from './findings.ts';
import type { CheckResult } from './judge-checklist.ts';
import type { CheckId, PlannedChecks } from './planned.ts';

/** Targets and rules are read at every rung anyway, by what the next share needs and by what we wrote. */
export const freshIds = ['ecs', 'alarms', 'calendar'] as const satisfies readonly CheckId[];

/** Those that the plan asks for. */
export function freshNames(checks: PlannedChecks): CheckId[] {
  return freshIds.filter((id) => checks[id] !== undefined);
}

export interface DeployedFacts {
  readonly name: string;
  readonly controller: string | undefined;
  readonly ecsOwnsRule: boolean;
  /** Of the newest deployment. */
  readonly taskDefinition: string | undefined;
  /** What we started here; undefined where we started nothing. */
  readonly started: string | undefined;
  readonly inFlight: boolean;
}

/** Nobody else deploys into the pair. How many tasks run is another question, which the share asks. */
export function judgeDeployed(services: readonly DeployedFacts[]): Verdict {
  const problems = services.flatMap(
    ({ name, controller = 'ECS', ecsOwnsRule, started, taskDefinition, inFlight }) => [
      ...(ecsOwnsRule ? [`ECS moves the weights of ${name} itself (native blue/green)`] : []),
      ...(controller === 'ECS' ? [] : [`${name} is deployed by ${controller}, which moves traffic itself`]),
      ...(started === undefined || started === taskDefinition
        ? []
        : [`${name} runs ${revision(taskDefinition)}, and not ${revision(started)}, which was checked`]),
      ...(inFlight ? [`somebody deploys ${name}`] : []),
    ],
  );
  return findings(problems, 'nobody else deploys');
}

function revision(arn = 'nothing'): string {
  return arn.split('/').at(-1) ?? arn;
}

interface Before {
  /** The checklist's, as signed for. */
  readonly results: readonly CheckResult[];
  readonly now: number;
}

/** All of them in one: whoever is not sure does not let the share rise. */
export function judgeFresh(
  seen: readonly { readonly name: string; readonly verdict: Verdict }[],
  { results, now }: Before = { results: [], now: 0 },
): Verdict {
  const problems = seen
    .filter(({ name, verdict }) => {
      const signed = results.find(({ id, waived }) => id === name && waived);
      return verdict.outcome !== 'pass' && (signed === undefined || isNews(name, verdict, { signed, now }));
    })
    .map(({ name, verdict }) => `${name}: ${verdict.reason}`);
  return findings(problems, 'looked again');
}

const rank = ['pass', 'inconclusive', 'error', 'fail'];

/**
 * What people signed for may stay as it was: something worse, an alarm that was not among them, or a calendar that
 * closes before the time that they were told is another thing.
 */
function isNews(
  name: string,
  { outcome, reason }: Verdict,
  { signed, now }: { readonly signed: CheckResult; readonly now: number },
): boolean {
  if (rank.indexOf(outcome) > rank.indexOf(signed.verdict)) return true;
  if (name === 'calendar') return closesAt(reason, now) < closesAt(signed.evidence, 0);
  return name === 'alarms' && reason.split('; ').some((one) => !signed.evidence.split('; ').includes(one));
}

/** From when on, by a sentence of `judgeCalendar`; never, where it says that only of the end. */
function closesAt(sentence: string, now: number): number {
  if (sentence.includes('is closed now')) return now;
  const [, time = ''] = /closes at (\S+), and/.exec(sentence) ?? [];
  return time === '' ? Infinity : Date.parse(time);
}

/** A share that would rise holds instead, and goes back when the rung's budget for holding is spent. */
export function underFresh<D extends { readonly decision: string; readonly reason: string }>(
  decided: D,
  fresh: Verdict,
  { heldSeconds, holdAtMostSeconds }: { readonly heldSeconds: number; readonly holdAtMostSeconds: number },
): D | (D & { readonly decision: 'hold' | 'rollBack' }) {
  if (decided.decision !== 'advance' || fresh.outcome === 'pass') return decided;
  if (heldSeconds < holdAtMostSeconds) return { ...decided, decision: 'hold', reason: fresh.reason };
  const spent = `held for ${lengthText(heldSeconds)}, at most ${lengthText(holdAtMostSeconds)} are allowed`;
  return { ...decided, decision: 'rollBack', reason: `${spent}, and still: ${fresh.reason}` };
}
